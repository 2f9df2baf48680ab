"""What a program can check of the Chinese, as data: each rule with its reason, each exception by its English."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

HAN = "\u3400-\u9fff"
# A digit of a Latin word (SHA-256, UTF-8) is no number.
NUMBER = r"(?<![A-Za-z\d.-])\d[\d.,:-]*"
# What these stand for is a Latin word or a path, which keeps its spaces.
LATIN = "path|encoding|database|file|program_version"
VALUE = rf"(?:%\((?!(?:{LATIN})\))\w+\)[a-z]|{{\w*}})"
FULL_WIDTH = "\u3001-\u303f\uff01-\uff5e“”…—"

# Whoever looks after the server or the administration's tables may be spoken to in its words.
SERVER = r"/management/|/models/|models\.py$|/admin|borrowed_|archive/checking|/demo/|/apps|starrating/cells"
SERVER += "|guides/operations"
# A row of a file is spoken of as a form speaks: 该生, 此处.
FILES = r"/imports/|/sheet_files/|starrating/cells|/importer|/score|/exams/files|/models/|borrowed_|/operations/"

# Who drafts a scheme, or looks into the tables, may speak of turns that are no month.
ROUNDS = r"/schemes/|/models/"


@dataclass(frozen=True, slots=True)
class Rule:
    """``found`` must not be in a text, unless every place of it matches ``places`` or its English is in ``but``."""

    found: str
    why: str
    but: frozenset[str] = field(default_factory=frozenset)
    places: str = r"$^"

    def breaks(self, english: str, chinese: str, where: list[str]) -> bool:
        if english in self.but or (where and all(re.search(self.places, place) for place in where)):
            return False
        return re.search(self.found, chinese) is not None


# A format that is typed with its space, and a kind of file that is a Latin word.
SPACED = frozenset(
    {
        "Write each record as a day and what happened: 2025-10-08 迟到",
        "For repeated minor faults: one per line, such as 2025-10-08 迟到.",
        "This is not a table but a file of kind %(kind)s. Choose an .xlsx or .csv file.",
        "wording.toml",
    }
)
BRANDS = frozenset({"QQ Browser", "UC Browser"})
# A command that is told a round by its label, a part of a total, and what a chip is called.
LABELS = frozenset({"There is no month %(label)s; there are: %(known)s.", "%(label)s: %(stars)s", "Remove %(label)s"})

WORDS = [
    Rule("尚未|尚无|尚不|尚待|暂无", "还没有, as people say it"),
    Rule("该生", "这名学生 or the name, but for findings in a file", places=FILES),
    Rule("此项|此条|该日|该项|该(账号|设备|记录|学生|教师|成员|星|任务)", "这一项, 这一天, 这个账号", places=FILES),
    Rule("无需|勿需", "不用"),
    Rule("轮次", "a month is called 11月 or 月份; 轮次 where a school's own scheme may join months", places=ROUNDS),
    Rule("办理|办完", "完成, 登记: pupils and teachers are no office"),
    Rule("详阅|在线|(?<!跑)线上|线下|纸面", "网上 and 纸质"),
    Rule("文书|台账|表册|花名册", "喜报、证书, 名册: nobody looks for the office's word"),
    Rule("处于|无效|非法|无权(?!限)|越权", "a state machine or a guard speaks: say what is so and who may"),
    Rule("失败", "没有生成, and why"),
    Rule("亲爱|哦[。！]|哟[。！]", "short and calm"),
    Rule("申报", "自报, 报: 申报 is for customs"),
    Rule(
        "任职|职务|环节|报送|主管部门|政教部门",
        "任课, 角色, 步骤, 上报: one thing, one word",
        frozenset({"wording.toml"}),
    ),
    Rule("落选|冻结|终止|在籍|调班", "未入选, 暂缓, 结束, 不在班, 转班: one thing, one word"),
    Rule("登录名|账号名|用户名|帐号|帐户|账户", "账号"),
    Rule("任课教师|任课老师", "people are 科任教师, 任课 is the work"),
    Rule("占位符|字段|变量|格子|状态机|会话|审计|校验", "a programmer's word", places=SERVER),
    Rule("(?<!小)程序", "the school acts, not the program", places=SERVER),
    # What nobody did is done by the system, and a consent has to say what holds the data.
    Rule("系统(?!自带|自动)", "the school acts, not the system", frozenset({"the program", "wording.toml"}), SERVER),
    Rule("一个有效|有效的(?!评价)", "translated: say what to write"),
    Rule("进行此操作|此操作|进行操作", "这样做"),
]

WRITING = [
    # A star that is won, letters to parents, and Django's list of marks that end a label.
    Rule("！|!", "calm", frozenset({"This %(star)s is yours. Well done!", "wording.toml", ":?.!"})),
    Rule(rf"[{HAN}]\s*[,;:?!]|[,;?!]\s*[{HAN}]|[{HAN}]\.(?:\s|$)", "full-width punctuation beside Chinese"),
    Rule(
        rf"[{HAN}]\((?!大|小|\d|%)|(?<!\d)(?<![大小])\)[{HAN}]", "full-width brackets, but in 七年级(1)班 and 李静(大)"
    ),
    Rule(
        r"\.\.\.|(?<!…)…(?!…)",
        "…… for what is left out; on a button nothing",
        frozenset({'The text was written as ="…"; the part in quotation marks was used.'}),
    ),
    Rule(
        rf"[{HAN}{FULL_WIDTH}] +(?:{VALUE}|{NUMBER})", "no space between Chinese and a number or a placeholder", SPACED
    ),
    Rule(
        rf"(?:{VALUE}|{NUMBER}) +[{HAN}{FULL_WIDTH}]", "no space between a number or a placeholder and Chinese", SPACED
    ),
    Rule(rf"[{HAN}][A-Za-z]{{2,}}|[A-Za-z]{{2,}}[{HAN}]", "one space between Chinese and a Latin word", BRANDS),
    Rule(r" $|^ |  ", "no spaces at the ends, never two"),
    Rule(r"%\(label\)s(?!：)", "a label is no month: pass the month's name", LABELS),
    Rule(
        r"Y-m-d|^(?!.*(?:写成|如|这样)).*\d{4}-\d{2}-\d{2}", "12月2日 in a sentence; 2025-10-21 only as a model to type"
    ),
    Rule("我们", "the program is nobody; only the notice speaks for the school", places="reports/notices/notices"),
]

# What each rule finds, in their order: a rule that finds nothing any more guards nothing.
SAMPLES = [
    *(
        "尚未上报",
        "该生已转出",
        "此项已收回",
        "无需操作",
        "本学期已有这个轮次。",
        "谁还没有办理",
        "在线填写",
        "文书查验",
        "处于“已备案”状态",
        "保存失败",
        "亲爱的老师",
    ),
    *(
        "申报项数",
        "学校职务",
        "已落选",
        "用户名",
        "任课教师",
        "此字段必填",
        "程序出了问题",
        "系统按月建立",
        "输入一个有效的日期",
    ),
    *(
        "不能进行此操作",
        "做得好！",
        "已保存,请刷新",
        "学期(已结算)",
        "正在保存…",
        "共 3名",
        "3 名学生",
        "打开PDF",
        "多  格",
    ),
    *("%(label)s已修改", "2026-12-02前上报", "我们保密"),
]

# A pupil is 你, and is told facts.
PUPIL = r"awards/steps/(pupil|group|committee)/|reports/stars/(cells/)?my_"
TO_PUPILS = "您|失败|落选|扣分|不合格|差(?!一)|表现不好"

# Which act an English text speaks of, and the Chinese words for other acts that must not stand in it.
ACTS = [
    (r"\brewards?\b.*\bwithdr|\b[Ww]ithdr\w+.*\breward", "撤回|撤销", "a reward is 收回"),
    (r"\b[Cc]redit", "撤回|收回", "a credit is 撤销: it counted"),
    (r"\b[Oo]bjection", "撤销|收回", "an objection is 撤回"),
    (r"\b[Cc]onsents?\b", "撤销|收回", "a consent is 撤回"),
    (r"\b[Dd]eduction", "撤回|收回", "a deduction is 撤销"),
    (r"\b[Ss]heets?\b", "提交|报送|开出|开启", "a sheet is 上报 and 生成"),
    (r"\b[Tt]erm\b", "开启|重新打开|重新开放|开出", "a term is 开设 and 重开"),
    (r"\b[Rr]ole", "职务|任职", "a role is 角色"),
    (r"\b[Gg]uardian", "监护人", "家长 on every page; 监护人 only names a column that is recognised"),
    (r"\b(hands?|votes?|ballots?)\b", "反对", "赞成 and 不赞成 in ballots and hands"),
    (r"\b[Rr]easons?\b", "原因", "people give 理由; 原因 is for faults"),
    (r"\b[Ee]mpty (form|sheet|list|slip|roster)", "空表|空(?!白)", "空白"),
    (r"\b[Tt]wo-step|[Ss]econd step", "二次验证|双重", "两步验证"),
]

# English that once stood for two things: what it means now, and where alone it may stand. The other has a context.
MEANINGS = {
    "Code": ("验证码", r"^students/sign_in/"),
    "Pupils": ("学生", r""),
    "Print the register": ("打印备案表", r"office|home"),
    "Change": ("修改", r"borrowed_"),
    "Name": ("姓名", r""),
}
# The same, but nothing is left that it could mean by itself.
SPLIT = {"declined"}

# Chinese that stands alone for one act, on buttons and in the record, and the English that it may stand for.
STANDS_FOR = {
    "收回": "[Ww]ithdr",
    "补发": "[Aa]gain",
    "重开": "[Rr]eopen",
    "停用": "[Dd]eactivat",
    "解除": "[Ll]ift",
    "备案": "[Ff]il(e|ing)",
    "不予认定": "[Dd]rop|[Dd]ismiss",
    "代报": "[Bb]ehalf|[Nn]ominate",
}

# English that differs in its capital only and means two things: a column of a table, and what a page says of it.
OTHER_CASE = frozenset(
    {
        "before", "calendar days", "change", "changed", "chosen", "code", "contact", "enrolment change",
        "enrolment changes", "error", "first day", "for what", "from", "hands against", "hands for", "issued papers",
        "kind", "last day", "levels", "months", "name", "nobody", "office", "returned", "round", "rounds", "scheme",
        "schemes", "star", "step reopened", "steps", "steps held", "term of the year", "text", "two records joined",
        "until", "violations", "worth a look",
    }
)  # fmt: skip
