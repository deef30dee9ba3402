"""Names of agencies, put together from regions, functions and forms."""

from __future__ import annotations

from random import Random

_PROVINCES = ("河南省", "江苏省", "福建省", "湖北省", "黑龙江省", "四川省", "广西壮族自治区")
_CITIES = {
    "洛阳市": ("西工区", "涧西区", "宜阳县", "偃师区"),
    "信阳市": ("浉河区", "平桥区", "罗山县", "新县"),
    "武汉市": ("硚口区", "江汉区", "黄陂区"),
    "宿迁市": ("宿城区", "宿豫区", "沭阳县", "泗洪县"),
    "伊春市": ("友好区", "乌翠区", "铁力市", "嘉荫县"),
    "银川市": ("西夏区", "兴庆区", "贺兰县", "灵武市"),
    "淮安市": ("洪泽区", "清江浦区", "盱眙县", "金湖县"),
    "徐州市": ("鼓楼区", "云龙区", "沛县", "新沂市"),
    "延边朝鲜族自治州": ("延吉市", "敦化市", "汪清县"),
    "乌兰察布市": ("集宁区", "四子王旗", "察哈尔右翼前旗"),
}
_TOWNS = ("城关", "河东", "太平", "新华", "石桥", "龙泉", "白云", "红旗", "八里店", "双河")
_FUNCTIONS = (
    "司法",
    "教育",
    "财政",
    "民政",
    "水利",
    "统计",
    "审计",
    "公安",
    "商务",
    "林业和草原",
    "农业农村",
    "生态环境",
    "应急管理",
    "医疗保障",
    "城市管理",
    "交通运输",
    "市场监督管理",
    "退役军人事务",
    "文化广电和旅游",
    "自然资源和规划",
    "住房和城乡建设",
    "人力资源和社会保障",
)
_COMMISSIONS = ("卫生健康委员会", "发展和改革委员会", "民族宗教事务委员会", "国资委", "住建委")
_OFFICES = ("人民政府办公室", "国防动员办公室", "信访办公室", "大数据管理办公室")
_ZONES = ("经济技术开发区", "高新技术产业开发区", "综合保税区", "新材料产业园区")
_BRANCHES = ("公安", "生态环境", "自然资源和规划", "市场监督管理")
_TOWNSHIPS = ("街道办事处", "镇人民政府", "镇人民政府", "乡人民政府")
# What a body was called, or which one stood in its place, before 2019.
_BEFORE_2019 = {
    "应急管理局": "安全生产监督管理局",
    "生态环境": "环境保护",
    "农业农村": "农业",
    "市场监督管理": "工商行政管理",
    "退役军人事务": "粮食",
    "文化广电和旅游": "文化广电新闻出版",
    "自然资源和规划": "国土资源",
    "医疗保障": "物价",
    "林业和草原": "林业",
    "卫生健康委员会": "卫生和计划生育委员会",
    "大数据管理办公室": "政务服务管理办公室",
    "国防动员办公室": "人民防空办公室",
}
_WEIGHTS = {
    "bureau": 40,
    "department": 5,
    "commission": 8,
    "office": 5,
    "government": 14,
    "township": 16,
    "zone": 5,
    "branch": 7,
}


def makes_rules(agency: str) -> bool:
    """Whether the body is the government of a city or a city as a whole."""
    return agency.removesuffix("人民政府") in _CITIES


def random_agency(rng: Random, *, busy: bool) -> str:
    """The name of a body, as its report would print it; a busy one gets thousands of requests."""
    if busy and rng.random() < 0.7:
        return rng.choice(list(_CITIES)) + rng.choice(("人民政府", "", "公安局"))
    form = rng.choices(list(_WEIGHTS), list(_WEIGHTS.values()))[0]
    city = rng.choice(list(_CITIES))
    county = rng.choice(_CITIES[city])
    chained = rng.choice((county, county, city + county))
    place = rng.choice((city, chained, chained))
    province = rng.choice(_PROVINCES)
    names = {
        "bureau": f"{place}{rng.choice(_FUNCTIONS)}局",
        "department": f"{province}{rng.choice(_FUNCTIONS)}厅",
        "commission": place + rng.choice(_COMMISSIONS),
        "office": place + rng.choice(_OFFICES),
        "government": place + rng.choice(("人民政府", "人民政府", "人民政府", "")),
        "township": chained + rng.choice(_TOWNS) + rng.choice(_TOWNSHIPS),
        "zone": city + rng.choice(_ZONES) + rng.choice(("管理委员会", "管委会")),
        "branch": f"{city}{rng.choice(_BRANCHES)}局{county}分局",
    }
    return names[form]


# Another name of a 局 among them, and bodies that took over others in 2023 and 2024.
_INSTEAD = {"住建委": "体育局", "国防动员办公室": "机关事务管理局", "农业农村局": "档案局"}
_SYLLABLES = "安清平永宁和兴泰丰昌"


def distinct_agencies(n: int) -> list[str]:
    """So many bodies of cities and of counties, most of them invented; raises ``ValueError``
    where there are not so many."""
    counties = [city + county for city, own in _CITIES.items() for county in own]
    invented = [f"{city}{a}{b}县" for city in _CITIES for a in _SYLLABLES for b in _SYLLABLES]
    named = [*(f"{function}局" for function in _FUNCTIONS), *_COMMISSIONS, *_OFFICES]
    bodies = [_INSTEAD.get(name, name) for name in named]
    places = [*_CITIES, *counties, *invented]
    names = [place + body for place in places for body in (*bodies, "人民政府")]
    if n > len(names):
        raise ValueError(f"there are {len(names)} names, not {n}")
    return names[:n]


def before_2019(agency: str) -> str:
    """The name of the body before the offices of the state were reorganised."""
    for now, then in _BEFORE_2019.items():
        agency = agency.replace(now, then)
    return agency
