"""A small font for the standard characters that old Windows machines lack: those of the table of 2013 outside GBK.

Names and places have them. It is cut at set-up from the font of the papers; a browser fetches it only for a page on
which one of them stands (`unicode-range` in tokens.css).
"""

import os
from importlib.util import find_spec
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured
from fontTools import subset

_PACKAGE, _FONT = "pylopdf_fonts_zh_cn", "NotoSansSC-Regular.otf"
_EXTENSION_A = (
    "㑇㑊㕮㘎㙍㙘㙦㛃㛚㛹㟃㠇㠓㤘㥄㧐㧑㧟㨃㫰㬊㬎㬚㭎㭕㮾㰀㳇㳘㳚㴔㵐㶲㸆㸌㺄㻬㽏㿠䁖䂮䃅䃎䅟䌹䎃䎖䏝䏡䏲䐃䓖䓛䓨䓫䓬䗖䗛䗪䗴"
    "䜣䝙䞍䢺䢼䣘䥇䥽䦃䲟䲠䲡䲢䲣䴓䴔䴕䴖䴗䴘䴙䶮鿍鿎鿏"
)
_BEYOND = (
    "𠂇𠂉𠃌𠅤𠘨𠙶𠳐𡎚𡐓𡗗𢦏𣗋𣲗𣲘𣸣𤇾𤈎𤣩𤧛𤨁𤩽𤫉𥔲𥕢𥖨𥻗𦈡𦒍𦙶𦝼𦥑𦭜𦰡𧢲𧺯𧿹𨐈𨙸𨚕𨟠𨭉𨱇𨱏𨱑𨱔𨸏𨺙𩙿𩠐𩽾𩾃𩾌𪟝𪣻𪤗𪨰𪨶𪩘𪾢𫄧"
    "𫄨𫄷𫄸𫇭𫌀𫍣𫍯𫍲𫍽𫐄𫐐𫐓𫑡𫓧𫓯𫓶𫓹𫔍𫔎𫔶𫖮𫖯𫖳𫗧𫗴𫘜𫘝𫘦𫘧𫘨𫘪𫘬𫚕𫚖𫚭𫛭𫞩𫟅𫟦𫟹𫟼𫠆𫠊𫠜𫢸𫫇𫭟𫭢𫭼𫮃𫰛𫵷𫶇𫷷𫸩𬀩𬀪𬂩𬃊𬇕"
    "𬇙𬇹𬉼𬊈𬊤𬌗𬍛𬍡𬍤𬒈𬒔𬒗𬕂𬘓𬘘𬘡𬘩𬘫𬘬𬘭𬘯𬙂𬙊𬙋𬜬𬜯𬞟𬟁𬟽𬣙𬣞𬣡𬣳𬤇𬤊𬤝𬨂𬨎𬩽𬪩𬬩𬬭𬬮𬬱𬬸𬬹𬬻𬬿𬭁𬭊𬭎𬭚𬭛𬭤𬭩𬭬𬭯𬭳𬭶𬭸"
    "𬭼𬮱𬮿𬯀𬯎𬱖𬱟𬳵𬳶𬳽𬳿𬴂𬴃𬴊𬶋𬶍𬶏𬶐𬶟𬶠𬶨𬶭𬶮𬷕𬸘𬸚𬸣𬸦𬸪𬹼𬺈𬺓𭕄"
)
CHARACTERS = _EXTENSION_A + _BEYOND


def make_font(target: Path) -> None:
    """Write the font to ``target`` unless it is there; two who do so at once do not meet half a file.

    Raises ImproperlyConfigured where the font of the papers is not installed.
    """
    if target.is_file():
        return
    package = find_spec(_PACKAGE)
    if package is None or package.origin is None:
        raise ImproperlyConfigured(f"No font for rare characters: install {_PACKAGE.replace('_', '-')}.")
    options = subset.Options(flavor="woff2", layout_features=[], desubroutinize=True)
    font = subset.load_font(str(Path(package.origin).parent / _FONT), options)
    subsetter = subset.Subsetter(options)
    subsetter.populate(text=CHARACTERS)
    subsetter.subset(font)
    target.parent.mkdir(exist_ok=True)
    draft = target.with_suffix(f".{os.getpid()}")
    subset.save_font(font, str(draft), options)
    draft.replace(target)
