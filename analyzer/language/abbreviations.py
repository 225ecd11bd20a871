"""Dutch abbreviations that end in a point, as segmentation needs them."""

from __future__ import annotations

NEVER_LAST: frozenset[str] = frozenset(
    """
    a.d.h.v a.g.v blz afb afd alg art artt bal bijv bijvb bv bvb ca cf cfr circa d.d dd d.m.v d.w.z dhr dir dr dra drs
    e.g ev evt excl f fam fig fl form geb gebr gem genn getr hfst hfdst hr i.c i.c.m i.e i.h.a i.h.b i.h.k.v i.o i.o.m i.p.v i.s.m i.t.t i.v.m
    incl ing int inz ir jhr jkvr kon lic lt luit m.a.w m.b.t m.b.v m.h.o m.i m.i.v m.n m.u.v maj max mej mevr mej mgr min mr mrs mw
    n.a.v n.b nb nl no nr nrs o.a o.b.v o.g.v o.i.d o.l.v o.m o.v.v o.w o.w.v ong p.a p.m p.p pag par ph pnt prof prov
    ref resp s.v.p sen sgt st t.a.v t.b.v t.g.v t.h.v t.n.v t.o.v t.w t.w.v t/m tel tj u.a uitg v.a v.chr v.d v.w.b vb vgl vlg vnl voorz vs
    w.o z.g z.o.z zgn zg zn ds dhr jr sr mejuffr bisschopp kol kap
    """.split()
)
"""Without their last point. A sentence does not end after these, whatever follows."""

MAYBE_LAST: frozenset[str] = frozenset(
    """
    a.s a.u.b b.g.g b.v c.a c.q c.s cs ct cts d.e e.a e.d e.e.a e.v e.v.a enz etc et.al g.g.d h.o.v h.t.l ha hl i.b.v i.g.v inw jan feb mrt apr
    aug sept sep okt nov dec jl j.l kg km km2 km/u m.e.r mio mld mln mrd n.v n.v.t n.t.b o.i o.v o.z p.d p.u p.w p/j p.p.p q.q
    r.k s.j st.crt stb stcrt t.z.t tit v.v v.z vd w.g w.w z.s.m zoz ov.j v.m n.m n.chr i.l.v a.d w.v.t.t.k x zelfst.nw
    """.split()
)
"""Without their last point. A sentence may end after these when what follows starts like one."""

STARTERS: frozenset[str] = frozenset(
    """
    Aan Achter Actieve Afgelopen Al Alle Alleen Allereerst Als Alsook Anders Bij Binnen Bovendien Buiten Daar Daarbij Daardoor Daarin Daarmee
    Daarna Daarnaast Daarom Daarop Daartoe Daarvoor Dan Dankzij Dat De Deze Die Dit Doel Door Doordat Dus Echter Een Eén Eerst Elk Elke En Enkele
    Er Ervan Ervoor Gelet Geen Hen Het Hier Hierbij Hierdoor Hiermee Hierna Hiernaast Hierover Hiertoe Hiervan Hiervoor Hij Hoe Hoewel Hun Ieder
    Iedere Iedereen Ik Immers In Indien Inmiddels Ja Je Jij Juist Komende Later Maar Meer Men Met Mits Mocht Na Naar Naast Namens Nee Niemand Niet Nog
    Nu Of Om Omdat Ondanks Onder Ons Onze Ook Op Over Overal Per Pas Samen Sinds Sommige Steeds Te Tegen Ten Tenslotte Ter Terwijl Tevens Toch Toen Tot
    Tussen U Uit Uiteraard Uiterlijk Van Vanaf Vanuit Vanwege Veel Verder Via Vanzelfsprekend Vervolgens Volgens Voor Vooral Voorts Waar Waarbij
    Waarom Wanneer Want Wat We Wel Welke Wie Wij Wil Worden Wordt Zal Ze Zelfs Zie Zij Zijn Zo Zoals Zodat Zodra Zolang Zonder Zou
    """.split()
)
"""Words with which Dutch sentences start and names seldom do."""

FORGOTTEN_CAPITALS: frozenset[str] = frozenset(
    """
    alle bovendien daarbij daardoor daarmee daarnaast daarom de deze dit een er geen het hierbij hierdoor hiermee hij ieder iedere iedereen ik
    inmiddels onze ook veel vooral wanneer we wij zij zo
    """.split()
)
"""Words with which a sentence starts whose capital was lost; those that may as well go on after a stray point are left out."""

LOWERCASE_STARTS: tuple[str, ...] = (
    "'s ",
    "’s ",
    "'t ",
    "’t ",
    "‘s ",
    "‘t ",
    "'n ",
    "’n ",
    "e-",
    "i-",
    "iPad",
    "iPhone",
)
"""Sentence starts that are not a capital letter."""
