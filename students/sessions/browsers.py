"""A browser in plain words, from what it says of itself."""

from django.utils.functional import Promise
from django.utils.translation import gettext as _, pgettext_lazy

# By what stands in the line that the browser sends; the first that fits is it, for most also call themselves others.
_BROWSERS: tuple[tuple[str, str | Promise], ...] = (
    ("DingTalk", pgettext_lazy("browser", "DingTalk")),
    ("wxwork", pgettext_lazy("browser", "WeCom")),
    ("MicroMessenger", pgettext_lazy("browser", "WeChat")),
    ("QQBrowser", pgettext_lazy("browser", "QQ Browser")),
    ("HuaweiBrowser", pgettext_lazy("browser", "Huawei Browser")),
    ("MiuiBrowser", pgettext_lazy("browser", "Mi Browser")),
    ("UCBrowser", pgettext_lazy("browser", "UC Browser")),
    ("360", pgettext_lazy("browser", "360 Browser")),
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("Firefox", "Firefox"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
_SYSTEMS: tuple[tuple[str, str | Promise], ...] = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("HarmonyOS", pgettext_lazy("system", "HarmonyOS")),
    ("OpenHarmony", pgettext_lazy("system", "HarmonyOS")),
    ("Android", pgettext_lazy("system", "Android")),
    ("Windows", "Windows"),
    ("Mac OS", "Mac"),
    ("Linux", "Linux"),
)


def in_words(agent: str) -> str:
    """Name a browser and its system: ``Chrome on Windows``; what is not known is said to be so."""
    browser, system = _first(_BROWSERS, agent), _first(_SYSTEMS, agent)
    if browser and system:
        return _("%(browser)s on %(system)s") % {"browser": browser, "system": system}
    return browser or system or _("unknown device")


def _first(known: tuple[tuple[str, str | Promise], ...], agent: str) -> str:
    return next((str(name) for mark, name in known if mark in agent), "")
