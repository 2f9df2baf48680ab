"""What the demonstration school's rows say, and its invented people: data, as a school would have typed it."""

from collections.abc import Iterator
from random import Random

SCHOOL_CODE = "demo"
SCHOOL_NAME = "演示中学"
OFFICE_PHONE = "分机 8021"
# Of nobody: what a paper prints is not the computer on which the demonstration runs.
PAPER_ADDRESS = "https://stars.school.example"

# The most common first.
SURNAMES = list(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖"
)
GIVEN = list(
    "安博晨丹恩芳国涵佳可乐明宁沛琪然思天文欣雅子梓轩宇泽浩睿怡悦彤萱瑶琳菲嘉诗语俊杰铭航朗清溪源岚舒扬卓越一诺"
)
TEACHERS_GIVEN = list("建国华明丽秀英敏静芳伟勇军杰娟艳涛平红辉玲霞丹萍鹏波琴凤洁颖")

# A character outside the common fonts, one outside the basic plane, a middle dot, four characters, two characters.
UNUSUAL_NAMES = ["王䶮", "陈雨𬭎", "阿依娜·艾山", "欧阳思远", "李一"]

# Taught by two teachers of a grade in turn, the rest by one teacher a grade. The second column: from which grade.
CORE_SUBJECTS = ["语文", "数学", "英语"]
OTHER_SUBJECTS = {
    "道德与法治": 7,
    "历史": 7,
    "地理": 7,
    "生物": 7,
    "物理": 8,
    "化学": 9,
    "体育与健康": 7,
    "音乐": 7,
    "美术": 7,
}
LAST_GRADE_OF = {"地理": 8, "生物": 8}

# Who took part in each step that a class holds on paper, by the role that holds it.
PARTICIPANTS = {
    "pupil": "全班同学",
    "group_leader": "各小组组长和组员",
    "committee": "评星小组全体成员",
    "homeroom": "班主任和科任教师",
}
RETURN_REASONS = [
    "纸质表上缺评星小组成员签名，请补签后重新上报。",
    "特长星没有说明参加的是哪次活动，请核实后重新上报。",
]
REVERSAL_REASON = "同名同学录错，经班主任核实更正。"
# What pupils say of themselves, by star; any other star has the first.
OTHER_SENTENCE = "这个月我每天都坚持做到了，小组同学可以作证。"
SENTENCES = {
    "文明": "见到老师主动问好，课间不追跑，垃圾随手捡。",
    "爱心": "同桌扭伤了脚，我每天帮他打饭、背书包。",
    "诚信": "捡到饭卡当天交到失物招领处，借书按时还。",
    "感恩": "周末帮妈妈做饭，给生病的老师写了一张卡片。",
    "责任": "负责教室关灯关窗，这个月一次也没有忘。",
    "学习": "每天整理错题，单元测验进步了八分。",
    "健体": "每天跳绳五百下，参加了校运会八百米。",
    "特长": "上周五在校艺术节上表演古筝独奏。",
    "进步": "从前作业常拖到晚上，这个月每天按时交。",
    "读书": "读完《朝花夕拾》，写了三篇读书笔记。",
    "劳动": "值日时主动擦黑板、倒垃圾，还帮食堂收餐盘。",
}
# What teachers see in a month, by star; any other star has the first.
CONSENT_BY = "家长签名见同意书"
OTHER_DEED = "主动留下来帮同学讲题，讲到对方听懂才走。"
DEEDS = {
    "文明": "楼梯上遇到低年级同学，停下来让他们先走。",
    "爱心": "同学发烧，主动陪着去医务室，还帮他记了笔记。",
    "诚信": "数学卷多给了两分，自己拿来找老师改回去。",
    "感恩": "放学后帮保洁阿姨把拖把提到三楼。",
    "责任": "下雨天想起窗户没关，专门跑回教室关好。",
    "学习": "错题讲给同桌听，两个人都弄懂了。",
    "健体": "长跑最后一圈没有停下来走，还给同学加油。",
    "特长": "给班级板报画了整幅插图，用了两个午休。",
    "进步": "第一次主动上台发言，讲得很清楚。",
    "读书": "向全班介绍了自己读的书，有三名同学去借了。",
    "劳动": "值日时把饮水机底下也擦干净了。",
}
MOVE_REASON = "家长申请，年级同意转班。"
# What the law leaves to a junior secondary school: one exam in the middle of a term, and the final.
EXAM_KIND, EXAM_NAME = "质量监测", "期中质量监测"
FINAL_KIND, FINAL_NAME = "期末考试", "期末考试"
# Of the graduating grade, in place of a final: two are allowed.
TRIALS = ("九年级一模", "九年级二模")
REISSUE_REASON, ARCHIVE = "喜报上的总星数已更正，重新制作。", "学期档案"
HALL, CEREMONY_NAME = "学校报告厅", "星光表彰会"
# By which ground of the scheme, what happened, and what the pupil says about it.
INCIDENTS = [
    ("打架", "课间与同学发生争执并动手，经老师制止后平息，双方无受伤。", "我不应该动手，愿意向同学道歉。"),
    ("吸烟", "晚自习后在校外小卖部门口吸烟，被值周老师发现。", "我是第一次，以后不再这样做。"),
]
# What a guardian appeals with, how the office answers, and why that is not accepted.
APPEAL = "孩子当时只是路过，没有吸烟，同行的两名同学可以作证。"
APPEAL_PAPERS = "同学书面说明2份"
APPEAL_ANSWER = "经再次核实，孩子在场，但情节较轻，予以减轻。"
APPEAL_UP = "孩子没有吸烟，请校长再核实一次。"
# On three days of the month.
FAULTS = ("迟到", "没交作业", "走廊追逐")
OBJECTION = "孩子这个月请假一周，名单上的劳动星可能是同组同学的，请核实。"
OBJECTION_BY = "家长（书面）"


def class_names(rng: Random, size: int, *, unusual: bool) -> list[str]:
    """Give ``size`` different names for a class; with ``unusual``, odd ones and a pair of namesakes are in it."""
    names = list(UNUSUAL_NAMES) if unusual else []
    fresh = _different(rng, GIVEN, set(names))
    if unusual:
        names += [next(fresh)] * 2
    names += [next(fresh) for _n in range(size - len(names))]
    rng.shuffle(names)
    return names


def teacher_names(rng: Random) -> Iterator[str]:
    """Give names without end, no two alike."""
    return _different(rng, TEACHERS_GIVEN, set())


def _different(rng: Random, given: list[str], taken: set[str]) -> Iterator[str]:
    # Common surnames are common here too: the first of the list is about six times as frequent as the last.
    weights = [1 / (8 + rank) for rank in range(len(SURNAMES))]
    while True:
        [surname] = rng.choices(SURNAMES, weights)
        name = surname + "".join(rng.sample(given, 1 if rng.random() < 0.2 else 2))
        if name not in taken:
            taken.add(name)
            yield name


def deed_for(star: str) -> str:
    """Give what a teacher saw that speaks for a star."""
    return next((text for start, text in DEEDS.items() if star.startswith(start)), OTHER_DEED)
