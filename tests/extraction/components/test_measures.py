"""What is read as a trade measure, and what looks like one and is not.

Articles are published on Thursday, 19 September 2019.
"""

from __future__ import annotations

import pytest

from extraction import nlp
from extraction.components import measures
from extraction.pipeline import outcome_of, read
from schemas.article import Article
from schemas.event import TradeMeasureMention, When

PUBLISHED = "2019-09-19T12:00:00Z"
SLOTS = ("measure", "action", "status", "imposers", "targets", "goods", "rate", "forum", "reason", "when", "effective")


def measures_in(text: str, title: str | None = None) -> list[TradeMeasureMention]:
    """The trade measures that an article tells of."""
    article = Article.model_validate({"id": "a", "text": text, "title": title, "published_at": PUBLISHED})
    events = outcome_of(read(article, nlp.load()), (measures,)).events
    return [event for event in events if isinstance(event, TradeMeasureMention)]


def slots(event: TradeMeasureMention) -> dict[str, str | list[str]]:
    """The filled slots of a measure, parties by name and days as ISO text."""
    filled = {name: getattr(event, name) for name in SLOTS if getattr(event, name) not in {None, ()}}
    return {name: _plain(value) for name, value in filled.items()}


def _plain(value: object) -> str | list[str]:
    if isinstance(value, tuple):
        return [str(getattr(one, "name", one)) for one in value]
    return f"{value.start}/{value.end}" if isinstance(value, When) else str(value)


NOT_A_MEASURE = (
    pytest.param("The league imposed sanctions on two players for doping.", id="a league's sanctions on players"),
    pytest.param("FIFA lifted its sanctions against the striker on Monday.", id="sanctions of a sports body"),
    pytest.param("The court sanctioned the sale of the ship.", id="to sanction in the sense of to approve"),
    pytest.param("The club traded its best player for two draft picks.", id="a trade of players"),
    pytest.param("The striker signed a new deal with Porto as a free agent.", id="a player's deal"),
    pytest.param("The minister raised the income tax for the rich.", id="a domestic tax"),
    pytest.param("The council introduced a tax on second homes.", id="a local tax"),
    pytest.param("The regulator raised electricity tariffs for households.", id="tariffs of a utility"),
    pytest.param("The central bank cut interest rates on Wednesday.", id="monetary policy"),
    pytest.param("The mayor imposed a ban on smoking in parks.", id="a ban on smoking"),
    pytest.param("Norway banned alcohol advertising in 1975.", id="a domestic ban"),
    pytest.param("The school lifted restrictions on mobile phones.", id="the rules of a school"),
    pytest.param("The shop raised prices after sales fell.", id="prices of a company"),
    pytest.param("The retailer imposed a limit on purchases of rice.", id="a limit set by a shop"),
    pytest.param("The carmaker halted exports of its new model to Chile.", id="a company that stops its own exports"),
    pytest.param("Peru and Chile will hold trade talks in Lima on Monday.", id="talks on trade"),
    pytest.param("Norway complained about the low price of Chilean salmon.", id="a complaint with no formal step"),
    pytest.param("A tenant filed a complaint against the landlord.", id="a complaint outside of trade"),
    pytest.param("The country has lived under UN sanctions for years.", id="sanctions in passing, with no act told"),
    pytest.param("Chile will answer with all necessary measures.", id="a threat that names neither kind nor target"),
    pytest.param("Sanctions rarely work, the book argues.", id="sanctions in general"),
    pytest.param("Turkish players are exempt from international duty.", id="the duty of players"),
    pytest.param("Peru imposed an excise duty of 5 percent on beer.", id="a domestic duty with its rate"),
    pytest.param("China lifted restrictions on Australian visitors.", id="restrictions on travellers"),
    pytest.param("A Belgian court froze the accounts of a bankrupt baker.", id="accounts frozen at home"),
    pytest.param("Peru suspended two officers from duty.", id="officers taken off duty"),
    pytest.param("Senegal denied entry to two Gambian tourists.", id="private people turned away"),
    pytest.param("Analysts expect China to impose tariffs on Peruvian pork.", id="what analysts foresee"),
    pytest.param("Economists say China could ban Peruvian pork.", id="what economists foresee, told by a verb"),
    pytest.param("Shoppers in Lima stopped buying Chilean wine.", id="shoppers that buy no more"),
    pytest.param("The grocer stopped importing Chilean wine.", id="a shop that imports no more"),
    pytest.param("Japan complained to India about its duties on steel.", id="a complaint to the one complained of"),
    pytest.param("Peru and Chile held talks on a trade pact.", id="a pact that is talked about"),
    pytest.param("Nigeria closed its land border to travellers from Benin.", id="a border shut to people"),
    pytest.param("Peru banned two Chilean singers.", id="people of another country that are banned"),
    pytest.param("Peru barred Chilean journalists.", id="people of another country that are barred"),
    pytest.param("Mexico blocked the entry of Guatemalan migrants.", id="an entry of people"),
    pytest.param("Mexico reopened its border to Guatemalan travellers.", id="a border opened to people"),
    pytest.param("Turkey closed its airspace because of a storm.", id="an airspace shut to no one in particular"),
    pytest.param("Peru opened its palace to foreign visitors.", id="a palace opened to visitors"),
    pytest.param("Peru barred its firms from hiring foreigners.", id="a state's own firms that are barred"),
    pytest.param("The police opened a probe into imports of used cars.", id="imports that the police look into"),
    pytest.param("The European Community signed a wage agreement with its drivers.", id="an agreement on wages"),
    pytest.param("China eased the licensing rules for taxis.", id="licences at home"),
    pytest.param("Egypt closed its markets for the feast.", id="markets that are shut to no one abroad"),
    pytest.param("Egypt's police stopped a shipment of Indian opium.", id="a smuggled cargo"),
    pytest.param("Italy vetoed the takeover of a chip maker by a bank in Turin.", id="a takeover at home"),
    pytest.param("Canada revoked the visas of six Belarusian students.", id="visas of private people"),
    pytest.param("Taiwan introduced stricter health checks on Japanese visitors.", id="checks on travellers"),
    pytest.param("The World Trade Organization found that trade grew last year.", id="a finding on trade in general"),
    pytest.param("Peru scrapped the tax on Bolivian visitors.", id="a tax on people of another country"),
    pytest.param("The guards returned to their duties in Chile.", id="duties of guards"),
    pytest.param("The party adopted a quota for women on its boards.", id="a quota for women"),
    pytest.param("Police launched an investigation into a fire in Peru.", id="an investigation by the police"),
    pytest.param("Peru and Chile restored normal relations.", id="relations that are not of trade"),
    pytest.param("The striker retaliated against a defender from Chile.", id="retaliation on a pitch"),
    pytest.param("Chile bans its citizens from owning wild birds.", id="a ban on a state's own citizens"),
    pytest.param("Chile shut down two of its own power plants.", id="plants of a state's own that it shuts down"),
    pytest.param("Sweden banned the sale of alcohol to minors.", id="a sale banned at home"),
    pytest.param("Peru stopped its airlines from flying at night.", id="a state's own airlines on the ground"),
    pytest.param("Brazil's fans answered in kind.", id="an answer in kind to no measure"),
    pytest.param("Kenya vowed retaliation for the killing of two rangers.", id="retaliation for what is no measure"),
    pytest.param("Chile signed a travel ban on six Muslim countries.", id="a travel ban that is a rule of immigration"),
    pytest.param("A series of trade deals between U.S. and Vietnamese companies was toasted.", id="deals of companies"),
)


@pytest.mark.parametrize("text", NOT_A_MEASURE)
def test_what_is_no_act_on_trade_gives_no_measure(text: str) -> None:
    """A text without an act of public authority on trade, investment or finance gives no measure."""
    assert [slots(event) for event in measures_in(text)] == []


A_MEASURE = (
    pytest.param(
        "Turkey imposed tariffs on American cars on Monday.",
        {
            "measure": "tariff",
            "action": "impose",
            "status": "occurred",
            "imposers": ["Turkey"],
            "targets": ["United States"],
            "goods": ["American cars"],
            "when": "2019-09-16/2019-09-16",
        },
        id="a verb with the measure as its object; the goods tell the target",
    ),
    pytest.param(
        "Tariffs on American cars were imposed by Turkey on Monday.",
        {
            "measure": "tariff",
            "action": "impose",
            "status": "occurred",
            "imposers": ["Turkey"],
            "targets": ["United States"],
            "goods": ["American cars"],
            "when": "2019-09-16/2019-09-16",
        },
        id="a passive",
    ),
    pytest.param(
        "Analysts met to study sanctions imposed by Canada on Belarus last week.",
        {
            "measure": "sanction",
            "action": "impose",
            "status": "occurred",
            "imposers": ["Canada"],
            "targets": ["Belarus"],
            "when": "2019-09-09/2019-09-15",
        },
        id="a reduced relative clause",
    ),
    pytest.param(
        "A quarrel followed Jakarta's July decision to place tighter export curbs on Malaysian firms.",
        {
            "measure": "export_control",
            "action": "impose",
            "status": "occurred",
            "imposers": ["Jakarta"],
            "targets": ["Malaysian firms"],
            "when": "2019-07-01/2019-07-31",
        },
        id="a decision with its owner and its month",
    ),
    pytest.param(
        "Farmers welcomed the lifting of anti-Russian sanctions.",
        {"measure": "sanction", "action": "lift", "status": "occurred", "targets": ["Russia"]},
        id="a noun for the act, and a target behind anti-",
    ),
    pytest.param(
        "Traders spoke of US sanctions on Cuba over its prisons.",
        {
            "measure": "sanction",
            "action": "impose",
            "status": "occurred",
            "imposers": ["US"],
            "targets": ["Cuba"],
            "reason": "its prisons",
        },
        id="a measure named with its imposer, target and reason",
    ),
    pytest.param(
        "Norway removed Chile from its whitelist of trusted importers on Wednesday.",
        {
            "measure": "preferential_status",
            "action": "withdraw",
            "status": "occurred",
            "imposers": ["Norway"],
            "targets": ["Chile"],
            "when": "2019-09-18/2019-09-18",
        },
        id="a partner taken off a list",
    ),
    pytest.param(
        "India withdrew most-favoured-nation status from Pakistan.",
        {
            "measure": "preferential_status",
            "action": "withdraw",
            "status": "occurred",
            "imposers": ["India"],
            "targets": ["Pakistan"],
        },
        id="a status withdrawn",
    ),
    pytest.param(
        "Peru threatened to impose tariffs on Chilean wine in retaliation for a ban on its grapes.",
        {
            "measure": "tariff",
            "action": "impose",
            "status": "possible",
            "imposers": ["Peru"],
            "targets": ["Chile"],
            "goods": ["Chilean wine"],
            "reason": "a ban on its grapes",
        },
        id="a threat is possible, and retaliation its reason",
    ),
    pytest.param(
        "Lima views Ecuador's export curbs as retaliation for last year's Peruvian court rulings.",
        {
            "measure": "export_control",
            "action": "impose",
            "status": "occurred",
            "imposers": ["Ecuador"],
            "targets": ["Lima"],
            "reason": "last year's Peruvian court rulings",
        },
        id="the target is the state whose deed is paid back",
    ),
    pytest.param(
        "India raised import duties on steel to 15 percent.",
        {
            "measure": "tariff",
            "action": "raise",
            "status": "occurred",
            "imposers": ["India"],
            "goods": ["steel"],
            "rate": "15 percent",
        },
        id="a duty raised to a rate, against all",
    ),
    pytest.param(
        "Thailand today announced import tariff cuts of 20 pct on 90 mln dlrs of U.S. goods.",
        {
            "measure": "tariff",
            "action": "reduce",
            "status": "occurred",
            "imposers": ["Thailand"],
            "targets": ["U.S."],
            "goods": ["U.S. goods"],
            "rate": "20 pct",
            "when": "2019-09-19/2019-09-19",
        },
        id="the shorthand of an old wire, and goods behind an amount",
    ),
    pytest.param(
        "The European Union extended sanctions against Russia for six months.",
        {
            "measure": "sanction",
            "action": "extend",
            "status": "occurred",
            "imposers": ["European Union"],
            "targets": ["Russia"],
        },
        id="a measure extended",
    ),
    pytest.param(
        "Canada exempted Mexico from its steel tariffs.",
        {
            "measure": "tariff",
            "action": "exempt",
            "status": "occurred",
            "imposers": ["Canada"],
            "targets": ["Mexico"],
            "goods": ["steel"],
        },
        id="an exemption, and goods before the noun",
    ),
    pytest.param(
        "Indonesia hit Australia with tariffs on beef.",
        {
            "measure": "tariff",
            "action": "impose",
            "status": "occurred",
            "imposers": ["Indonesia"],
            "targets": ["Australia"],
            "goods": ["beef"],
        },
        id="a measure that hangs on the verb by a preposition",
    ),
    pytest.param(
        "Japan may lift its ban on imports of British beef.",
        {
            "measure": "import_ban",
            "action": "lift",
            "status": "possible",
            "imposers": ["Japan"],
            "targets": ["United Kingdom"],
            "goods": ["British beef"],
        },
        id="a ban on imports that may be lifted",
    ),
    pytest.param(
        "Russia banned imports of Polish apples.",
        {
            "measure": "import_ban",
            "action": "impose",
            "status": "occurred",
            "imposers": ["Russia"],
            "targets": ["Poland"],
            "goods": ["Polish apples"],
        },
        id="a verb and imports, with no noun for the measure",
    ),
    pytest.param(
        "Brazil said on Tuesday it had suspended exports of maize to Iran.",
        {
            "measure": "export_control",
            "action": "impose",
            "status": "occurred",
            "imposers": ["Brazil"],
            "targets": ["Iran"],
            "goods": ["maize"],
        },
        id="exports suspended; the day of saying is not the day of the act",
    ),
    pytest.param(
        "Switzerland froze the assets of two Syrian ministers.",
        {
            "measure": "sanction",
            "action": "impose",
            "status": "occurred",
            "imposers": ["Switzerland"],
            "targets": ["two Syrian ministers"],
        },
        id="assets frozen",
    ),
    pytest.param(
        "Canada blacklisted four officials from Belarus.",
        {
            "measure": "sanction",
            "action": "impose",
            "status": "occurred",
            "imposers": ["Canada"],
            "targets": ["four officials"],
        },
        id="people blacklisted",
    ),
    pytest.param(
        "Washington added eight Chinese firms to its entity list.",
        {
            "measure": "export_control",
            "action": "impose",
            "status": "occurred",
            "imposers": ["Washington"],
            "targets": ["eight Chinese firms"],
        },
        id="firms added to a list",
    ),
    pytest.param(
        "South Korea lodged a World Trade Organization complaint against Japan on Sept. 11.",
        {
            "measure": "dispute",
            "action": "file_complaint",
            "status": "occurred",
            "imposers": ["South Korea"],
            "targets": ["Japan"],
            "forum": "World Trade Organization",
            "when": "2019-09-11/2019-09-11",
        },
        id="a complaint with its forum and defendant",
    ),
    pytest.param(
        "Turkey dropped its WTO complaint against Egypt.",
        {
            "measure": "dispute",
            "action": "withdraw",
            "status": "occurred",
            "imposers": ["Turkey"],
            "targets": ["Egypt"],
            "forum": "WTO",
        },
        id="a complaint withdrawn",
    ),
    pytest.param(
        "The European Commission launched an anti-dumping investigation into Chinese bicycles.",
        {
            "measure": "anti_dumping",
            "action": "investigate",
            "status": "occurred",
            "imposers": ["European Commission"],
            "targets": ["China"],
            "goods": ["Chinese bicycles"],
        },
        id="a statutory investigation, with the measure it may lead to",
    ),
    pytest.param(
        "Chile and Vietnam signed a free trade agreement in Hanoi on Friday.",
        {
            "measure": "trade_agreement",
            "action": "sign",
            "status": "occurred",
            "imposers": ["Chile", "Vietnam"],
            "when": "2019-09-13/2019-09-13",
        },
        id="an agreement, taken by both sides",
    ),
    pytest.param(
        "The United States pulled out of the Trans-Pacific Partnership trade deal in 2017.",
        {
            "measure": "trade_agreement",
            "action": "withdraw",
            "status": "occurred",
            "imposers": ["United States"],
            "when": "2017-01-01/2017-12-31",
        },
        id="an agreement left",
    ),
    pytest.param(
        "The United States has granted export licences for computers to Chile.",
        {
            "measure": "licensing",
            "action": "ease",
            "status": "occurred",
            "imposers": ["United States"],
            "targets": ["Chile"],
            "goods": ["computers"],
        },
        id="licences granted",
    ),
    pytest.param(
        "Brazil suspended interest payments on its foreign debt last month.",
        {
            "measure": "other",
            "action": "suspend",
            "status": "occurred",
            "imposers": ["Brazil"],
            "goods": ["foreign debt"],
            "when": "2019-08-01/2019-08-31",
        },
        id="payments on foreign debt suspended",
    ),
    pytest.param(
        "Senators called for sanctions on Myanmar.",
        {"measure": "sanction", "action": "impose", "status": "possible", "targets": ["Myanmar"]},
        id="a call for a measure tells no imposer",
    ),
    pytest.param(
        "The President signed an executive order on Monday imposing tariffs on copper from Chile.",
        {
            "measure": "tariff",
            "action": "impose",
            "status": "occurred",
            "targets": ["Chile"],
            "goods": ["copper"],
            "when": "2019-09-16/2019-09-16",
        },
        id="the day of an order is the day of the measure in it",
    ),
)


@pytest.mark.parametrize("text, expected", A_MEASURE)
def test_a_sentence_gives_one_measure_with_its_slots(text: str, expected: dict[str, str | list[str]]) -> None:
    """A sentence that tells of an act on trade gives one measure, with every slot that the sentence fills."""
    assert [slots(event) for event in measures_in(text)] == [expected]


WORDINGS = (
    pytest.param(
        "Vietnam imposed a 14 percent duty on ceramic tiles from Thailand on Monday.",
        ("tariff", "impose", "occurred", ["Vietnam"], ["Thailand"]),
        id="a duty on what comes from a state, the parser hanging the state on the verb",
    ),
    pytest.param(
        "Kenya slapped a levy on Ugandan sugar.",
        ("tariff", "impose", "occurred", ["Kenya"], ["Uganda"]),
        id="a levy on goods of a state",
    ),
    pytest.param(
        "Rwanda exempted Belgian chocolate from the duty.",
        ("tariff", "exempt", "occurred", ["Rwanda"], ["Belgium"]),
        id="a duty that the object of the verb bears",
    ),
    pytest.param(
        "Belgian chocolate will be exempt from Rwanda's new duty.",
        ("tariff", "exempt", "planned", ["Rwanda"], ["Belgium"]),
        id="exempt as an adjective",
    ),
    pytest.param(
        "Rwanda delayed the introduction of a duty on Belgian chocolate until July.",
        ("tariff", "suspend", "occurred", ["Rwanda"], ["Belgium"]),
        id="what is done to the introduction of a duty is done to the duty",
    ),
    pytest.param(
        "Brazilian steel hit with 25 pct tariff by Mexico",
        ("tariff", "impose", "occurred", ["Mexico"], ["Brazil"]),
        id="a headline's passive",
    ),
    pytest.param(
        "Six Belarusian judges have been placed under sanctions by Canada.",
        ("sanction", "impose", "occurred", ["Canada"], ["Six Belarusian judges"]),
        id="who acts behind by in the phrase of the measure",
    ),
    pytest.param(
        "Belarus called on Canada to lift its sanctions.",
        ("sanction", "lift", "possible", ["Canada"], ["Belarus"]),
        id="who is called on acts, who calls bears",
    ),
    pytest.param(
        "Imports of Indian chillies have been banned, Egypt's agriculture ministry said.",
        ("import_ban", "impose", "occurred", ["agriculture ministry"], ["India"]),
        id="the authority that tells a deed in the passive does it",
    ),
    pytest.param(
        "Canada, Britain impose sanctions on Belarus",
        ("sanction", "impose", "occurred", ["Britain", "Canada"], ["Belarus"]),
        id="a headline's list of two states",
    ),
    pytest.param(
        "Canada filed a complaint at the World Trade Organization against India over duties on lentils.",
        ("dispute", "file_complaint", "occurred", ["Canada"], ["India"]),
        id="the defendant next to the forum",
    ),
    pytest.param(
        "Egypt closed its market to Indian chillies.",
        ("import_ban", "impose", "occurred", ["Egypt"], ["India"]),
        id="a market shut to goods",
    ),
    pytest.param(
        "China granted duty-free access to goods from Chad.",
        ("preferential_status", "impose", "occurred", ["China"], ["Chad"]),
        id="duty-free access given",
    ),
    pytest.param(
        "Australia blocked a Chinese firm's bid for a lithium mine.",
        ("investment_restriction", "impose", "occurred", ["Australia"], ["Chinese firm"]),
        id="a foreign firm's bid blocked",
    ),
    pytest.param(
        "Canada denied visas to six Belarusian judges.",
        ("sanction", "impose", "occurred", ["Canada"], ["six Belarusian judges"]),
        id="visas denied to officials",
    ),
    pytest.param(
        "The WTO ruled that India's lentil duties broke its rules.",
        ("dispute", "rule", "occurred", ["WTO"], ["India"]),
        id="a ruling told by its content",
    ),
    pytest.param(
        "A duty of 12 percent on Turkish flour took effect in Morocco on Monday.",
        ("tariff", "impose", "occurred", ["Morocco"], ["Turkey"]),
        id="who acts is the state in which a duty is in force",
    ),
    pytest.param(
        "Two Belarusian banks were taken off Canada's sanctions list.",
        ("sanction", "lift", "occurred", ["Canada"], ["Two Belarusian banks"]),
        id="who is taken off a list, in the passive",
    ),
    pytest.param(
        "Vietnam imposed a duty on tiles from Thailand on Monday. The duty will be charged for five years, the trade "
        "ministry said.",
        ("tariff", "impose", "occurred", ["Vietnam"], ["Thailand"]),
        id="how a duty will be charged is no second one",
    ),
    pytest.param(
        "Britain imposed sanctions on Nicaragua on Monday. They bar six officials from travelling to Britain.",
        ("sanction", "impose", "occurred", ["Britain"], ["Nicaragua"]),
        id="what sanctions do is no second measure",
    ),
    pytest.param(
        "Ecuador backed away from tariffs on Colombian rice.",
        ("tariff", "impose", "cancelled", ["Ecuador"], ["Colombia"]),
        id="a plan that is given up by a verb with two particles",
    ),
    pytest.param(
        "Hungary vetoed new EU sanctions on Belarus.",
        ("sanction", "impose", "cancelled", ["EU"], ["Belarus"]),
        id="who vetoes does not impose",
    ),
    pytest.param(
        "U.S. sanctions two Malian ministers",
        ("sanction", "impose", "occurred", ["U.S."], ["two Malian ministers"]),
        id="a headline's verb taken for a noun, the one sanctioned after it",
    ),
    pytest.param(
        "U.S. lifts sanctions on Malian ministers",
        ("sanction", "lift", "occurred", ["U.S."], ["Malian ministers"]),
        id="a headline's verb taken for a noun before the measure",
    ),
    pytest.param(
        "EU to slap tariffs on Vietnam bikes",
        ("tariff", "impose", "planned", ["EU"], ["Vietnam"]),
        id="a headline's infinitive",
    ),
    pytest.param(
        "Brazil criticised the imposition of Mexican tariffs on its steel.",
        ("tariff", "impose", "occurred", ["Mexico"], ["Brazil"]),
        id="its goods are those of the state that protests",
    ),
    pytest.param(
        "Beijing has lifted restrictions on Australian lobsters.",
        ("quota", "lift", "occurred", ["Beijing"], ["Australia"]),
        id="restrictions on goods of a state",
    ),
    pytest.param(
        "Moldovan wine was banned in Russia in 2006.",
        ("import_ban", "impose", "occurred", ["Russia"], ["Moldova"]),
        id="who bans is the state in which goods are banned",
    ),
    pytest.param(
        "Rice growers called on Ecuador to impose tariffs on Colombian rice.",
        ("tariff", "impose", "possible", ["Ecuador"], ["Colombia"]),
        id="what is called for is no more than possible",
    ),
    pytest.param(
        "Ecuador faces calls to impose tariffs on Colombian rice.",
        ("tariff", "impose", "possible", ["Ecuador"], ["Colombia"]),
        id="calls for a measure as a noun",
    ),
    pytest.param(
        "China accused the United States of imposing unfair tariffs on its goods.",
        ("tariff", "impose", "occurred", ["United States"], ["China"]),
        id="who is accused acts, who accuses bears",
    ),
    pytest.param(
        "France wants Tunisia to cut tariffs on cheese.",
        ("tariff", "reduce", "possible", ["Tunisia"], ["France"]),
        id="who wants a cut bears the tariff",
    ),
    pytest.param(
        "The European Union stripped Fiji of trade preferences.",
        ("preferential_status", "withdraw", "occurred", ["European Union"], ["Fiji"]),
        id="what somebody is stripped of",
    ),
    pytest.param(
        "Three Hungarian companies were hit by Ukrainian sanctions.",
        ("sanction", "impose", "occurred", ["Ukraine"], ["Three Hungarian companies"]),
        id="who is hit by a measure",
    ),
    pytest.param(
        "Norway lifted its suspension of Polish poultry imports.",
        ("import_ban", "lift", "occurred", ["Norway"], ["Poland"]),
        id="a suspension of imports as a noun",
    ),
    pytest.param(
        "Norway hit back with tariffs on Swedish cars.",
        ("tariff", "impose", "occurred", ["Norway"], ["Sweden"]),
        id="who hits back acts",
    ),
    pytest.param(
        "Canada won an exemption from the U.S. steel tariffs.",
        ("tariff", "exempt", "occurred", ["U.S."], ["Canada"]),
        id="who wins an exemption bears the measure",
    ),
    pytest.param(
        "China called for the lifting of Chilean sanctions on Peru.",
        ("sanction", "lift", "possible", ["Chile"], ["Peru"]),
        id="who speaks up for another does not bear the measure",
    ),
    pytest.param(
        "Norway backed down from its threat to impose tariffs on Swedish cars.",
        ("tariff", "impose", "possible", ["Norway"], ["Sweden"]),
        id="whose threat it is acts",
    ),
    pytest.param(
        "Mexico initiated a countervailing duty investigation of Indian pipe.",
        ("countervailing_duty", "investigate", "occurred", ["Mexico"], ["India"]),
        id="an investigation of goods",
    ),
    pytest.param(
        "Iraq stopped importing Turkish eggs.",
        ("import_ban", "impose", "occurred", ["Iraq"], ["Turkey"]),
        id="a state that stops importing",
    ),
    pytest.param(
        "China resumed purchases of Peruvian copper.",
        ("import_ban", "lift", "occurred", ["China"], ["Peru"]),
        id="a state that buys again",
    ),
    pytest.param(
        "Thailand's farm ministry ordered a halt to imports of Cambodian poultry.",
        ("import_ban", "impose", "occurred", ["farm ministry"], ["Cambodia"]),
        id="a halt to imports",
    ),
    pytest.param(
        "Nigeria closed its land border to goods from Benin.",
        ("import_ban", "impose", "occurred", ["Nigeria"], ["Benin"]),
        id="a border shut to goods",
    ),
    pytest.param(
        "Monaco froze bank accounts belonging to a Libyan general.",
        ("sanction", "impose", "occurred", ["Monaco"], ["Libyan general"]),
        id="whose accounts they are, told by a clause",
    ),
    pytest.param(
        "Rwanda hit Belgium with duties on chocolate.",
        ("tariff", "impose", "occurred", ["Rwanda"], ["Belgium"]),
        id="duties that hit a state",
    ),
    pytest.param(
        "Peru demanded the lifting of Chilean duties on its wine.",
        ("tariff", "lift", "possible", ["Chile"], ["Peru"]),
        id="duties on the speaker's goods, told of their lifting",
    ),
    pytest.param(
        "The European Union is close to a trade deal with Peru.",
        ("trade_agreement", "sign", "possible", ["European Union", "Peru"], []),
        id="a deal that is near",
    ),
    pytest.param(
        "France's parliament passed a bill banning Brazilian beef.",
        ("import_ban", "impose", "planned", ["parliament"], ["Brazil"]),
        id="a bill that is passed is decided",
    ),
    pytest.param(
        "Spain's king signed legislation banning Moroccan tomatoes.",
        ("import_ban", "impose", "occurred", ["Spain"], ["Morocco"]),
        id="a bill that is signed is law",
    ),
    pytest.param(
        "Colombia stopped short of imposing tariffs on Turkish steel.",
        ("tariff", "impose", "cancelled", ["Colombia"], ["Turkey"]),
        id="who stops short of an act would have acted",
    ),
    pytest.param(
        "Colombia shelved plans for tariffs on Turkish steel.",
        ("tariff", "impose", "cancelled", ["Colombia"], ["Turkey"]),
        id="who shelves plans would have acted",
    ),
    pytest.param(
        "Tariffs on Turkish steel lifted",
        ("tariff", "lift", "occurred", [], ["Turkey"]),
        id="a headline that leaves out the auxiliary of its passive",
    ),
    pytest.param(
        "Mexico blocked the entry of Guatemalan cattle.",
        ("import_ban", "impose", "occurred", ["Mexico"], ["Guatemala"]),
        id="an entry of goods",
    ),
    pytest.param(
        "Mexico reopened its border to Guatemalan cattle.",
        ("import_ban", "lift", "occurred", ["Mexico"], ["Guatemala"]),
        id="a border opened to goods",
    ),
    pytest.param(
        "Serbia barred milk from Slovenia.",
        ("import_ban", "impose", "occurred", ["Serbia"], ["Slovenia"]),
        id="goods that are barred",
    ),
    pytest.param(
        "The European Union is considering withdrawing Cambodia's duty-free access.",
        ("preferential_status", "withdraw", "possible", ["European Union"], ["Cambodia"]),
        id="whose free access it is",
    ),
    pytest.param(
        "The UN Security Council ended the Eritrea arms embargo.",
        ("sanction", "lift", "occurred", ["UN Security Council"], ["Eritrea"]),
        id="a target that stands before the name of a measure",
    ),
    pytest.param(
        "Peru barred foreign firms from buying mines.",
        ("investment_restriction", "impose", "occurred", ["Peru"], ["foreign firms"]),
        id="firms from abroad, of no one state",
    ),
    pytest.param(
        "Peru opened its insurance market to foreign companies.",
        ("investment_restriction", "ease", "occurred", ["Peru"], ["foreign companies"]),
        id="a market opened to firms from abroad",
    ),
    pytest.param(
        "Peru limited foreign ownership of its banks to 49 percent.",
        ("investment_restriction", "impose", "occurred", ["Peru"], []),
        id="ownership that is limited",
    ),
    pytest.param(
        "Turkey closed its airspace to Armenian airlines.",
        ("other", "impose", "occurred", ["Turkey"], ["Armenian airlines"]),
        id="an airspace shut to carriers",
    ),
    pytest.param(
        "China imposed licensing requirements on exports of gallium.",
        ("licensing", "impose", "occurred", ["China"], []),
        id="licences that are required",
    ),
    pytest.param(
        "The European Community signed a textile agreement with Pakistan.",
        ("trade_agreement", "sign", "occurred", ["European Community", "Pakistan"], []),
        id="an agreement on goods",
    ),
    pytest.param(
        "Britain applied to join the trans-Pacific trade pact.",
        ("trade_agreement", "sign", "possible", ["Britain"], []),
        id="who applies has not joined",
    ),
    pytest.param(
        "Peru escaped U.S. tariffs on copper.",
        ("tariff", "exempt", "occurred", ["U.S."], ["Peru"]),
        id="who escapes a measure is exempt",
    ),
    pytest.param(
        "The United States approved an export licence for computers bound for China.",
        ("licensing", "ease", "occurred", ["United States"], ["China"]),
        id="where goods are bound",
    ),
    pytest.param(
        "Ghana extended a suspension of tariffs on Thai rice.",
        ("tariff", "suspend", "occurred", ["Ghana"], ["Thailand"]),
        id="who extends a suspension",
    ),
    pytest.param(
        "The pause in tariffs on Thai rice was extended by Ghana.",
        ("tariff", "suspend", "occurred", ["Ghana"], ["Thailand"]),
        id="who stands behind by after a pause that is extended",
    ),
    pytest.param(
        "Canada announced an inquiry into dumping of Korean steel pipe.",
        ("anti_dumping", "investigate", "occurred", ["Canada"], ["South Korea"]),
        id="case work that is announced is opened",
    ),
    pytest.param(
        "Two Belarusian ministers were barred from entering Norway.",
        ("sanction", "impose", "occurred", ["Norway"], ["Two Belarusian ministers"]),
        id="who bars is the state that may not be entered",
    ),
    pytest.param(
        "Washington granted Iraq a sanctions waiver.",
        ("sanction", "exempt", "occurred", ["Washington"], ["Iraq"]),
        id="who is given a waiver",
    ),
    pytest.param(
        "China scrapped tariffs on 98 percent of goods from Chad.",
        ("tariff", "lift", "occurred", ["China"], ["Chad"]),
        id="the origin of a share of goods",
    ),
)


@pytest.mark.parametrize("text, expected", WORDINGS)
def test_an_ordinary_wording_tells_who_does_what_to_whom(
    text: str, expected: tuple[str, str, str, list[str], list[str]]
) -> None:
    """Ordinary wordings of one act: its kind, what is done, its status and its sides."""
    (event,) = measures_in(text)
    told = slots(event)
    sides = ([party.name for party in event.imposers], [party.name for party in event.targets])
    assert (told["measure"], told["action"], told["status"], *sides) == expected


GATHERED = (
    pytest.param(
        None,
        "Canada imposed tariffs on Brazil in May. Brazil vowed to respond in kind.",
        [
            ("tariff", "impose", "occurred", ["Canada"], ["Brazil"], 1),
            ("tariff", "impose", "possible", ["Brazil"], ["Canada"], 1),
        ],
        id="an answer in kind to tariffs is a tariff, for no day a threat",
    ),
    pytest.param(
        None,
        "Canada imposed tariffs on Brazil. The move drew retaliatory measures from Brazil.",
        [
            ("tariff", "impose", "occurred", ["Canada"], ["Brazil"], 1),
            ("tariff", "impose", "occurred", ["Brazil"], ["Canada"], 1),
        ],
        id="retaliation that comes from the target of the measure that it answers",
    ),
    pytest.param(
        None,
        "Chile said it would fight on. It imposes tariffs on wine from countries like Peru, Kenya and Norway.",
        [("tariff", "impose", "occurred", ["Chile"], ["Peru", "Kenya", "Norway"], 1)],
        id="a pronoun for who acted in the sentence before, and targets named as examples",
    ),
    pytest.param(
        None,
        "Turkey imposed tariffs on Peru on Monday. Farmers are against any easing of the tariffs.",
        [
            ("tariff", "impose", "occurred", ["Turkey"], ["Peru"], 1),
            ("tariff", "ease", "possible", ["Turkey"], ["Peru"], 1),
        ],
        id="a retreat that is only named has not come about",
    ),
    pytest.param(
        None,
        "Turkey criticised Chile over a 2012 trade pact on cotton.",
        [("trade_agreement", "sign", "occurred", ["Turkey", "Chile"], [], 1)],
        id="an agreement named with its year in a sentence about two states",
    ),
    pytest.param(
        None,
        "Turkey left the free trade area. Chile quit its trade pact with Peru in 2018.",
        [
            ("trade_agreement", "withdraw", "occurred", ["Turkey"], [], 1),
            ("trade_agreement", "withdraw", "occurred", ["Chile"], ["Peru"], 1),
        ],
        id="who leaves an agreement acts alone, and the others are those that it leaves",
    ),
    pytest.param(
        None,
        "Iran is seeking relief from sanctions that have crippled its economy.",
        [("sanction", "ease", "possible", [], ["Iran"], 1)],
        id="who seeks relief is the target of the measure",
    ),
    pytest.param(
        None,
        "Turkey hit Peru, along with Chile and Kenya, with tariffs on tea.",
        [("tariff", "impose", "occurred", ["Turkey"], ["Peru", "Chile", "Kenya"], 1)],
        id="a list of targets that goes on with along with",
    ),
    pytest.param(
        None,
        "Cuba remains under an embargo imposed by Peru, Kenya and Norway.",
        [("embargo", "impose", "occurred", ["Peru", "Kenya", "Norway"], ["Cuba"], 1)],
        id="who is under a measure, and all who imposed it",
    ),
    pytest.param(
        "Turkey slaps tariffs on Peru",
        "Turkey imposed tariffs on Peru on Monday. The tariffs cover copper and tea. Peru regretted Turkey's tariffs.",
        [("tariff", "impose", "occurred", ["Turkey"], ["Peru"], 4)],
        id="headline, lead, detail and a later naming are one act",
    ),
    pytest.param(
        "EU lifts export ban on farm machinery to Mali",
        "The European Union lifted its ban on exports of farm machinery to Mali on Monday.",
        [("export_control", "lift", "occurred", ["European Union"], ["Mali"], 2)],
        id="a headline's verb hung on the measure as if it were a noun",
    ),
    pytest.param(
        None,
        "Turkey imposed tariffs on Peru on Monday. Peru filed a complaint against Turkey with the WTO.",
        [
            ("tariff", "impose", "occurred", ["Turkey"], ["Peru"], 1),
            ("dispute", "file_complaint", "occurred", ["Peru"], ["Turkey"], 1),
        ],
        id="a tariff and the complaint against it are two",
    ),
    pytest.param(
        None,
        "Turkey imposed tariffs on Peruvian copper in May. Peru imposed tariffs on Turkish steel in June.",
        [
            ("tariff", "impose", "occurred", ["Turkey"], ["Peru"], 1),
            ("tariff", "impose", "occurred", ["Peru"], ["Turkey"], 1),
        ],
        id="two states against each other are two",
    ),
    pytest.param(
        None,
        "The European Union imposed sanctions on Belarus in 2014. It lifted them in 2016.",
        [
            ("sanction", "impose", "occurred", ["European Union"], ["Belarus"], 1),
            ("sanction", "lift", "occurred", ["European Union"], ["Belarus"], 1),
        ],
        id="a pronoun stands for the measure told before, and its lifting is another act",
    ),
    pytest.param(
        None,
        "Turkey imposed tariffs on Peru in 2017. Turkey imposed tariffs on Peru in 2019.",
        [
            ("tariff", "impose", "occurred", ["Turkey"], ["Peru"], 1),
            ("tariff", "impose", "occurred", ["Turkey"], ["Peru"], 1),
        ],
        id="rounds with other dates are two",
    ),
    pytest.param(
        None,
        "Canada imposed tariffs on Brazil in May. Brazil retaliated against Canada in June.",
        [
            ("tariff", "impose", "occurred", ["Canada"], ["Brazil"], 1),
            ("tariff", "impose", "occurred", ["Brazil"], ["Canada"], 1),
        ],
        id="retaliation against a measure that the article tells of",
    ),
)


@pytest.mark.parametrize("title, text, expected", GATHERED)
def test_each_act_is_told_once_however_often_the_article_returns_to_it(
    title: str | None, text: str, expected: list[tuple[str, str, str, list[str], list[str], int]]
) -> None:
    """Places that tell of one act give one event with all of them as evidence; other acts stay apart."""
    found = [
        (
            str(event.measure),
            str(event.action),
            str(event.status),
            [party.name for party in event.imposers],
            [party.name for party in event.targets],
            len(event.evidence),
        )
        for event in measures_in(text, title)
    ]
    assert found == expected


def test_the_evidence_is_the_sentence_with_the_rules_that_fired() -> None:
    """A quote is the article's own text at its offsets, with the rule, and why status and date are as they are."""
    text = "Rain fell. Turkey imposed tariffs on American cars on Monday. The sun shone."
    (event,) = measures_in(text, "News")
    (quote,) = event.evidence
    assert (quote.quote, quote.rule) == (
        "Turkey imposed tariffs on American cars on Monday.",
        "measure.tariff+act.impose",
    )
    assert ("News\n\n" + text)[quote.start : quote.end] == quote.quote
    assert quote.status_because
    assert quote.date_because


def test_a_bill_backed_by_a_bill_names_no_one() -> None:
    """Owners that lead back to themselves end the search."""
    assert measures_in("Sanctions backed by a bill backed by an order were announced by a law.") == []


def test_a_quote_is_bounded_however_long_the_sentence() -> None:
    """A sentence longer than a quote may be is cut around its trigger."""
    text = "Turkey imposed tariffs on " + ", ".join(["cars"] * 400) + " from Peru."
    quotes = [quote for event in measures_in(text) for quote in event.evidence]
    assert quotes
    assert all(len(quote.quote) <= 400 for quote in quotes)
    assert all("imposed" in quote.quote for quote in quotes)


def test_a_measure_told_by_its_act_is_surer_than_one_only_named() -> None:
    """Confidence ranks a verb with imposer and target above a measure named in passing."""
    (told,) = measures_in("Turkey imposed tariffs on Peru.")
    (named,) = measures_in("Traders spoke of Turkish tariffs on Peru.")
    assert told.confidence > named.confidence
