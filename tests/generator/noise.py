"""Noise over a whole document: traditional characters, pinyin, lines of a crawler."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from .truth import Truth

# Simplified and traditional characters of forms, headings and much of the prose, in pairs.
_PAIRS = (
    "万萬与與专專业業东東个個丰豐为為举舉义義书書争爭产產亿億仅僅从從仪儀价價众眾优優会會传傳体體余餘"
    "侧側债債党黨关關兴興养養册冊写寫农農决決况況净淨减減几幾划劃则則创創别別剧劇办辦务務动動励勵劳勞"
    "势勢区區医醫华華协協单單卖賣卫衛厅廳历歷压壓县縣参參双雙发發变變台臺号號后後员員响響问問启啟"
    "团團园園围圍国國图圖圆圓场場块塊坚堅坏壞声聲处處备備复復够夠头頭奖獎学學宁寧实實宝寶审審"
    "对對导導将將尔爾尝嘗层層属屬岁歲岗崗币幣师師帐帳带帶帮幫并並广廣庆慶库庫应應庙廟废廢开開"
    "张張强強归歸当當录錄彻徹径徑总總态態恳懇恶惡愿願户戶执執扩擴扫掃护護报報担擔拟擬择擇据據损損"
    "换換挥揮掷擲摄攝撑撐数數断斷无無旧舊时時昼晝显顯晓曉暂暫术術机機权權条條来來极極构構标標栏欄"
    "树樹样樣档檔桥橋检檢楼樓横橫欢歡残殘气氣汇匯汉漢没沒泪淚泽澤洁潔测測济濟浏瀏涌湧润潤涨漲"
    "渐漸温溫湾灣满滿滨濱灭滅灵靈灾災点點热熱爱愛牵牽状狀独獨狮獅环環现現电電画畫畅暢疗療监監"
    "盖蓋盘盤码碼础礎确確礼禮种種称稱积積稳穩窃竊竞競笔筆签簽简簡类類粮糧紧緊纠糾红紅约約级級"
    "纪紀纯純纲綱纳納纷紛纸紙线線组組细細织織终終绍紹经經结結给給络絡绝絕统統继繼绩績续續维維绿綠"
    "编編缩縮缴繳网網罗羅罚罰职職联聯聪聰肃肅脑腦节節范範药藥获獲营營萧蕭蓝藍虑慮虽雖补補装裝见見"
    "观觀规規视視览覽觉覺计計订訂认認讨討让讓训訓议議记記讲講许許论論设設访訪证證评評识識诉訴词詞"
    "试試话話询詢该該详詳语語误誤说說请請诸諸读讀课課谁誰调調谈談谋謀谢謝负負财財责責败敗质質购購"
    "贯貫费費贺賀资資赁賃赔賠赠贈赵趙转轉轮輪轴軸载載较較辅輔辆輛辑輯输輸边邊达達迁遷过過运運还還"
    "这這进進远遠违違连連迟遲适適选選递遞遗遺邮郵邻鄰释釋鉴鑒针針钟鐘铁鐵银銀销銷锁鎖错錯镇鎮"
    "长長门門闭閉闻聞间間阅閱队隊阶階际際陆陸陈陳险險随隨隐隱难難页頁项項顺順须須顾顧顿頓预預"
    "领領频頻题題额額风風馆館验驗鱼魚龄齡龙龍齐齊讼訟于於采採内內丝絲乌烏军軍击擊涧澗苏蘇荫蔭账賬钩鉤链鏈阳陽鲜鮮"
)
_TRADITIONAL = dict(zip(_PAIRS[::2], _PAIRS[1::2], strict=True))
_PINYIN = {
    "发": "發(fā)",
    "数": "數(shù)",
    "总": "總(zǒng)",
    "实": "實(shí)",
    "复": "復(fù)",
    "应": "應(yīng)",
    "项": "項(xiàng)",
    "规": "規(guī)",
}
_WITH_PINYIN = str.maketrans(_PINYIN)
_CHARACTERS = {review: str.maketrans(_TRADITIONAL | {"复": review}) for review in ("復", "複")}


def in_traditional(text: str, review: str = "復") -> str:
    """The text in traditional characters; ``review`` is the one for 复, 復 or 複."""
    return text.translate(_CHARACTERS[review])


def truth_in_traditional(truth: Truth) -> Truth:
    """The truth as such a document prints it: its agency, the labels and units of indicators."""
    indicators = (
        replace(i, label=in_traditional(i.label), unit=in_traditional(i.unit))
        for i in truth.indicators
    )
    extra = ((in_traditional(label), values) for label, values in truth.extra_rows)
    return replace(
        truth,
        agency=in_traditional(truth.agency),
        indicators=tuple(indicators),
        extra_rows=tuple(extra),
    )


def with_pinyin(text: str) -> str:
    """The text with some characters in traditional form and their pinyin behind them."""
    return text.translate(_WITH_PINYIN)


def metadata_lines(agency: str, year: int, title: str, rng: Random) -> list[str]:
    """What a crawler writes above a text it has kept."""
    month, day = rng.randint(1, 3), rng.randint(1, 28)
    stamp = f"{year + 1}{month:02}{day:02}"
    number = rng.randint(10_000, 999_999)
    return [
        f"标题: {title}",
        f"发布时间: {year + 1}-{month:02}-{day:02} {rng.randint(8, 17):02}:{rng.randint(10, 59)}",
        "文号: ",
        f"发布机构: {rng.choice((agency, ''))}",
        "栏目: 政府信息公开年报",
        f"原文链接: https://www.example.gov.cn/zwgk/nb/{stamp[:6]}/t{stamp}_{number}.htm",
        "=" * 20 + " 正文 " + "=" * 20,
    ]
