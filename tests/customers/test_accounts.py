from backend.compliance.qualifications.rules import PaperType
from tests.factories.masterdata import a_customer, a_price, a_product, an_accepted_paper


async def test_smoke(shop):
    c = await a_customer(shop, credit_fen=100_00)
    p = await a_product(shop)
    await a_price(shop, c.id, p.id, "88")
    await an_accepted_paper(shop, c.id, PaperType.drug_operating_licence)
    a = await shop.ask(
        shop.person("sales"),
        """query($id: UUID!, $c: String!){ customer(id:$id){ number name kind sites{name} contacts{name}
      papers{type typeName standing state} qualification{regime open why} credit{limitFen freeFen} }
      products(search:$c){items{name packs{gtin pieces} priceFor(customerId:$id){unitPrice isList} listPrice registrationLabel}} }""",
        id=str(c.id),
        c=p.catalogue_number,
    )
    assert a.errors is None
    print(a.data)
