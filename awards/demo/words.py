"""What the demonstration school's rows say: data, as a school would have typed it."""

SCHOOL_CODE = "demo"
SCHOOL_NAME = "演示中学"
OFFICE_PHONE = "分机 8021"

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
MOVE_REASON = "家长申请，年级同意转班。"
