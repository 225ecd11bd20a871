"""A small treebank written for the tests, in the style of the newer conversion and of the older one."""

NEW = """\
1	De	de	DET	LID|bep|stan|rest	Definite=Def	2	det	_	_
2	gemeente	gemeente	NOUN	N|soort|ev|basis|zijd|stan	Gender=Com|Number=Sing	3	nsubj	_	_
3	zet	in_zetten	VERB	WW|pv|tgw|ev	Number=Sing|Tense=Pres|VerbForm=Fin	0	root	_	_
4	in	in	ADP	VZ|fin	_	3	compound:prt	_	_
5	op	op	ADP	VZ|init	_	6	case	_	_
6	arbeidsmarkten	arbeid_markt	NOUN	N|soort|mv|basis	Number=Plur	3	obl:arg	_	SpaceAfter=No
7	.	.	PUNCT	LET	_	3	punct	_	_

1	Wij	wij	PRON	VNW|pers|pron|nomin|vol|1|mv	Case=Nom|Person=1|PronType=Prs	2	nsubj	_	_
2	kopen	kopen	VERB	WW|pv|tgw|mv	Number=Plur|Tense=Pres|VerbForm=Fin	0	root	_	_
3	drie	drie	NUM	TW|hoofd|prenom|stan	_	4	nummod	_	_
4	robots	robot	NOUN	N|soort|mv|basis	Number=Plur	2	obj	_	SpaceAfter=No
5	:	:	PUNCT	LET	_	2	punct	_	_

1	zij	zij	PRON	VNW|pers|pron|nomin|vol|3p|mv	Case=Nom|Person=3|PronType=Prs	2	nsubj	_	_
2	werken	werken	VERB	WW|pv|tgw|mv	Number=Plur|Tense=Pres|VerbForm=Fin	0	root	_	_
3	snel	snel	ADJ	ADJ|vrij|basis|zonder	Degree=Pos	2	advmod	_	SpaceAfter=No
4	.	.	PUNCT	LET	_	2	punct	_	_

1	Onze	ons	PRON	VNW|bez|det|stan|vol|1|mv	Person=1|Poss=Yes|PronType=Prs	2	nmod:poss	_	_
2	scholen	school	NOUN	N|soort|mv|basis	Number=Plur	3	nsubj	_	_
3	kopen	kopen	VERB	WW|pv|tgw|mv	Number=Plur|Tense=Pres|VerbForm=Fin	0	root	_	_
4	boeken	boek	NOUN	N|soort|mv|basis	Number=Plur	3	obj	_	SpaceAfter=No
5	.	.	PUNCT	LET	_	3	punct	_	_

1	Oude	oud	ADJ	ADJ|prenom|basis|met-e|stan	Degree=Pos	2	amod	_	_
2	boeken	boek	NOUN	N|soort|mv|basis	Number=Plur	3	nsubj	_	_
3	blijven	blijven	VERB	WW|pv|tgw|mv	Number=Plur|Tense=Pres|VerbForm=Fin	0	root	_	_
4	hier	hier	ADV	BW	_	3	advmod	_	SpaceAfter=No
5	.	.	PUNCT	LET	_	3	punct	_	_

"""

# The older conversion: a possessive is a determiner, "en" hangs on the first conjunct, there are no tags.
OLD = """\
1	De	de	DET	_	Definite=Def	2	det	_	_
2	stad	stad	NOUN	_	Gender=Com|Number=Sing	3	nsubj	_	_
3	verkoopt	verkopen	VERB	_	Number=Sing|Tense=Pres|VerbForm=Fin	0	root	_	_
4	haar	haar	DET	_	_	5	det	_	_
5	grond	grond	NOUN	_	Gender=Com|Number=Sing	3	obj	_	_
6	en	en	CCONJ	_	_	5	cc	_	_
7	gebouwen	gebouw	NOUN	_	Number=Plur	5	conj	_	_
8	.	.	PUNCT	_	_	3	punct	_	_

"""
