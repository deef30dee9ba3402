"""Characters that stand for others: one for one, so that offsets stay offsets."""

from __future__ import annotations

import unicodedata

# Radicals that a browser's PDF prints in place of the characters they look like and that
# Unicode normalisation leaves alone (U+2E80 to U+2EFF).
_RADICALS = {
    **dict(
        zip(
            "⺁⺇⺌⺍⺎⺒⺓⺔⺖⺗⺘⺙⺛⺝⺟⺠⺡⺢⺣⺥⺧⺨⺩⺫⺬⺭⺮⺯⺰⺱⺲⺳⺶⺹⺼⺽⺾⺿",
            "厂几小小兀巳幺彑忄㣺扌攵旡月母民氵氺灬爫牛犭王目示礻竹糹纟网罒罓羊耂月臼艹艹",
            strict=True,
        )
    ),
    **dict(
        zip(
            "⻁⻂⻃⻄⻅⻆⻈⻉⻊⻋⻌⻍⻎⻏⻐⻑⻒⻓⻔⻕⻖⻗⻘⻙⻚⻛⻜⻝⻟⻠⻡⻢⻣⻤⻥⻦⻧⻨⻩⻪⻬⻮⻰⻳",
            "虎衤覀西见角讠贝足车辶辶辶阝钅長镸长门阜阝雨青韦页风飞食飠饣首马骨鬼鱼鸟卤麦黄黾齐齿龙龟",
            strict=True,
        )
    ),
}


def _compatible() -> dict[int, str]:
    """Compatibility forms that normalise to one character: widths, radicals, ligatures."""
    table: dict[int, str] = {}
    blocks = (
        range(0xFF01, 0xFF5F),
        range(0x2E80, 0x2FE0),
        range(0xF900, 0xFB00),
    )
    for block in blocks:
        for code in block:
            plain = unicodedata.normalize("NFKC", chr(code))
            if len(plain) == 1:
                table[code] = plain
    return table


PLAIN: dict[int, str] = _compatible() | {ord(key): value for key, value in _RADICALS.items()}
"""Plain character by code point, for ``str.translate``."""

# Traditional characters and the simplified ones, in pairs; those that simplified texts use
# in a meaning of their own (著 覆 乾) are left out.
_PAIRS = (
    "萬万與与專专業业東东個个豐丰臨临為为爲为舉举義义烏乌樂乐書书買买亂乱爭争於于虧亏雲云亞亚產产親亲億亿僅仅"
    "從从倉仓儀仪價价眾众衆众優优會会傳传傷伤倫伦體体餘余傭佣側侧償偿儲储兒儿黨党蘭兰關关興兴養养獸兽岡冈冊册"
    "寫写軍军農农馮冯衝冲決决況况凍冻淨净準准涼凉減减鳳凤憑凭凱凯擊击劃划劉刘則则剛刚創创刪删別别劑剂劍剑劇剧"
    "勸劝辦办務务動动勵励勁劲勞劳勢势區区醫医華华協协單单賣卖盧卢衛卫廠厂廳厅歷历曆历厲厉壓压廁厕縣县參参雙双"
    "發发髮发變变疊叠葉叶號号嘆叹後后嚇吓呂吕嗎吗聽听啟启啓启吳吴員员響响問问喚唤團团園园圍围國国圖图圓圆"
    "聖圣場场壞坏塊块堅坚壇坛墳坟墜坠墾垦塵尘牆墙聲声殼壳壺壶處处備备複复復复夠够頭头誇夸奪夺奮奋奧奥婦妇媽妈"
    "孫孙學学寧宁寶宝實实寵宠審审憲宪宮宫寬宽賓宾對对尋寻導导壽寿將将爾尔塵尘嘗尝層层屆届屬属歲岁豈岂島岛嶺岭"
    "崗岗峽峡幣币帥帅師师帳帐帶带幫帮幹干並并併并廣广莊庄慶庆庫库應应廟庙廢废開开異异棄弃張张彌弥彎弯彈弹強强"
    "歸归當当錄录彙汇彥彦徹彻徑径憶忆憂忧懷怀態态總总戀恋懇恳惡恶愛爱憐怜慣惯慘惨懲惩懶懒願愿戰战戲戏戶户撲扑"
    "執执擴扩掃扫揚扬擾扰撫抚拋抛搶抢護护報报擔担擬拟攏拢揀拣擁拥攔拦擇择撥拨摯挚擠挤揮挥損损換换據据攝摄擺摆"
    "搖摇攤摊撐撑敵敌數数齋斋斷断無无舊旧時时曠旷顯显晉晋曬晒曉晓暈晕暫暂術术機机殺杀雜杂權权條条來来楊杨極极"
    "構构標标棧栈欄栏樹树樣样橋桥檢检樓楼橫横檔档櫃柜歐欧歡欢殘残畢毕氣气漢汉湯汤溝沟沒没灃沣滄沧淪沦淚泪澤泽"
    "潔洁測测濟济瀏浏渾浑濃浓塗涂湧涌濤涛潤润漲涨漸渐漁渔滲渗溫温灣湾濕湿滿满滾滚濱滨灘滩滅灭燈灯靈灵災灾燦灿"
    "爐炉點点煉炼爛烂熱热煥焕牽牵狀状獨独獅狮獎奖環环現现瑪玛電电畫画暢畅療疗監监蓋盖盤盘眾众矯矫礦矿碼码磚砖"
    "礎础確确禮礼禍祸離离種种積积稱称穩稳窮穷競竞篤笃筆笔箋笺築筑籌筹簽签簡简類类糧粮緊紧糾纠紅红約约級级紀纪"
    "純纯綱纲納纳縱纵紛纷紙纸紋纹紡纺線线組组細细織织終终紹绍經经結结繞绕給给絡络絕绝統统繼继績绩續续維维綿绵"
    "綜综綠绿緣缘編编縮缩繳缴網网羅罗罰罚罷罢職职聯联聰聪肅肃脅胁膽胆勝胜腦脑節节蘇苏範范莖茎藥药獲获穫获營营"
    "蕭萧薩萨藍蓝蔣蒋薦荐榮荣蘊蕴慮虑雖虽蟲虫補补襯衬襲袭裝装製制規规視视覽览覺觉觀观見见觸触計计訂订認认譏讥"
    "討讨讓让訓训議议訊讯記记講讲許许論论訟讼設设訪访訣诀證证評评識识詐诈訴诉診诊詞词譯译試试詩诗誠诚話话誕诞"
    "詢询該该詳详語语誤误誘诱說说説说請请諸诸諾诺讀读課课誰谁調调諒谅談谈誼谊謀谋謝谢謹谨譜谱負负財财責责賢贤"
    "敗败貨货質质販贩貪贪貧贫購购貯贮貫贯貴贵貸贷貿贸費费賀贺資资賈贾賃赁賦赋賠赔賴赖贈赠贊赞趙赵趕赶躍跃軌轨"
    "轉转輪轮軟软軸轴載载較较輔辅輛辆輯辑輸输轄辖邊边遼辽達达遷迁過过運运還还這这進进遠远違违連连遲迟適适選选"
    "遜逊遞递遺遗郵邮鄰邻鄭郑醬酱釋释裡里裏里鑒鉴針针鐘钟鋼钢錢钱鐵铁鈴铃鉛铅銀银銅铜銷销鎖锁鋪铺鏈链錯错錫锡"
    "鎮镇鏡镜長长門门閃闪閉闭閒闲間间聞闻閩闽閱阅闊阔隊队陽阳陰阴陣阵階阶際际陸陆陳陈險险隨随隱隐難难霧雾靜静"
    "頁页頂顶項项順顺須须顧顾頓顿頒颁預预領领頗颇頻频題题額额顏颜風风飛飞飯饭飲饮飽饱館馆馬马駁驳駐驻驗验騰腾"
    "魚鱼魯鲁鮮鲜鳥鸟鳴鸣鹽盐麗丽麥麦黃黄齊齐齡龄龍龙龜龟佈布採采徵征週周麼么內内"
    "債债幾几臺台匯汇滙汇擲掷竊窃晝昼託托佔占註注覈核籤签繫系係系祕秘鑑鉴羣群僞伪汙污綫线査查産产値值説说"
)
TRADITIONAL: dict[int, str] = {
    ord(old): new for old, new in zip(_PAIRS[::2], _PAIRS[1::2], strict=True) if old != new
}
"""Simplified character by code point of the traditional one."""
