"""Words that are English, or the trade's own, before they are places: alone they are never evidence of one."""

# ruff: noqa: SIM905 - lists of words read best as words

FUNCTION = frozenset(
    """a an and any are as at be been but by can could did do does for from get go got had has have he her hers him his
    how i if in into is it its just let me my near no nor not now of off on onto or our out over per put run
    said saw say she so some than that the their them then there they this to too two under up upon us via was
    we were what when where which who why will with you your yes yet all also about after again before being
    between both down each ever few here more most much must off once one only other same set such since still
    until very while would am per hit his man men old new own ask ago add act aim air age end eye far fit fun
    gun gas hat hit job key kid lad law lay leg let lie lip lot low mad map may mum net nod nut odd oil pay pen
    pet pin pop pot ram ran raw red rid rip rob rod row rub rug sad sat saw sea see set sew she shy sir sit six
    ski sky son sow spa spy sun tap tar tea ten the tie tip toe ton top toy try tub war wet wig win won teh adn
    hte thr wth abt pls plz thx asap re fyi elr""".split()
)
GRAMMAR = frozenset(
    """an any are as been but can could did do does for from get got had has have he her hers him his how if is it its
    just let me my no not now off onto or our out over put said saw say she some than that their them then there
    they this to too up us was we were what when where which who why will with you your yes yet also about after
    again before being both each ever more most much must once only such since still until very while would am
    abt pls plz i be so into via""".split()
)
TRADE = frozenset(
    """hot btp bus cad sio las lfb cid dna toc mit int ref inf vic sus asb pol amb nfa eta wit inj mtv cas acc loc doo
    tru mop lom mom dmu emu ohl obs ops dis det sgt ins pc dc ds psi mha nhs rtc cct cctv id iop ip dob vip atm
    bag bar ban nr rip sos gsm ptt obo ocu pax psc pol pos rio sar sec sed ser soc spo sts swl tam tvm cit con
    cop dog doc fir fed lev los mag mod mis nee nic nip nun oxo pad par pat pip pit ply rat rec res rev rib rum
    sal sam san sid sin sip sop sty sup tad tal tan tat tel tim tod tom val van vet vow wan wed who why wry ann
    ash ben bob bev dan dee den don eve fay guy ian ivy jim jon ken kim kit lee len leo les liz mac max meg mel
    pam ray reg ron roy sue ted tim tom una mrs mr dr etc aml gps lng""".split()
)
ENGLISH = frozenset(
    """ads alm ant ape apt arc ark arm art asp ass ate aud aug awe axe aye bad bah bam ban bar bas bat bay bed bee beg
    bet bib bid big bin bit boa bog boo bop bow box boy bra bud bug bun buy bye cab cad cam cap car cat caw cob
    cod cog col coo cot cow coy cry cub cud cue cum cup cur cut dab dad dam dar day deb deer dew did die dig dim
    din dip doe dor dot dry dub dud due dug dun duo dye ear eat ebb eel egg ego eke elf elk elm els ems era erg
    ewe eye fad fan fat fee fen fer fez fib fie fig fil fin fir fix fla flu fly fob foe fog fop for fox fro fry
    fur gab gag gal gap gar gas gay gel gem ger get gig gin gob god goo got gum gun gut gym hab had hag hal ham
    han hap has hat hav hay hem hen her hes hew hex hey hid hie hip his hoe hog hol hom hoo hop hoy hub hue hug
    huh hum hun hut ice icy ilk ill imp ink inn ins ion ire irk ism jab jag jam jar jaw jay jet jig jot joy jug
    jut keg ken key kin lab lac lad lag lam lap lar lax lea led lei lid lim lob log loo lop lug lye mad man mar
    mas mat maw mix mob mon moo mop mow mud mug mum nab nag nan nap nay neb net new nil nit nix nor oaf oak oar
    oat oft ohm old ore orb our out ova owe owl pal pan pap paw pea pec peg pep per pew pie pig ply pod pol poo
    pry pub pug pun pup pus put rag rap rad rat ray ref rel rem rep rho ria rid rig rim roc roe rot rub rue run
    rut rye sac sag sap sax say sea shh shoe sic sim sis sob sod sol sot sox soy sub sud sum tab tag tai tau tax
    tee the thu thy tic tin tis tog ton too top tot tow tug tun two ugh ups urn use vac vat vex via vie vim wad
    wag wan war was wax way web wee wen wet wha who wig wit woe wok won wop wow yak yam yap yaw yea yen yet yew
    yob you zap zip zit zoo gra gob ape ply ham hes nic har mar tho est per ont mon tue wed thu fri sat sun jan
    feb mar apr may jun jul aug sep oct nov dec""".split()
)
PLACEWORDS = frozenset(
    """boston selling reading bath deal battle hope rugby sandwich wool ware ash sale march diss lake hook street rye
    nelson angel bank oval temple borough monument victoria arsenal arena barking barbican hyde lee leek wick
    worth kirk ford par hale ore poole hull ham hall hatch march hassocks dent dove fort four five three seven
    small rose rock rice roman singer silver sugar sole sea stone spring staines star strand slough speke swale
    penge mills mill mortlake valley water west white wood working whistle duke green grange guide great golf
    gospel gordon grove gypsy gipsy flint flowery forest foxfield fleet essex edge eden ferry falls fairfield
    farm emerson elephant dockyard division daisy crews cross creek custom craven copper church chapel charing
    cherry castle carpenders canada canal cannon cambridge brook broad bridge bow bond birch berry bentley bell
    beach barrow barry barnes bank balloch ascot archway anchor alexandra albany abbey albion alton earl earley
    east ely heath healing hedge heald high higher highland hill hillside holly home honor honour hither how
    imperial jewellery james kent keith king kings kingston lancing lawrence lea leagrave lewes liss little
    livingston long loch low lower lye mansfield manor manors market marks martin martins maxwell maze meridian
    morris moses moss mount navigation new newmarket newport north northern norton old oxford page park parson
    partick parton pleasington polo port prince princes priest quakers queen queens ramsgate redcar ribble
    rectory regent ripple river road roby roche royal rufford ryder sandy salford settle shepherd shepherds ship
    short shot smithy snow south spa spital square squires st stanhope stanford start stow strawberry strood
    summer sutton sway swan thames theale theale thorn thorne tile town tring turkey university upper upton
    wanted warwick watford wells wem wemyss wester westminster weston whaley wick wild winter woods wye yoker
    yarm york embankment poplar pimlico mitcham cyprus aldgate bow buckhurst sandilands woodside southgate
    stockwell central centrale temple mansion tower piccadilly harlow hayes howard kenton clifton carlton dalton
    dunston denton milton burton norwood garth garston carter cooper chester craig euston lime snow moor
    deansgate exhibition edmonton hendon heaton hilton barton blake brandon clarence duncan glen graham grant
    hamilton harrington harold heather howe irvine jordan kelvin lincoln lloyd logan melton mortimer morley
    morton neville newton perry percy preston radley ramsey ripley shirley sidney stanley taylor tyndall wallace
    walton warren washington wesley whitby winston entry exit platform station train police officer male female
    child driver guard staff member public""".split()
)
PHRASES = frozenset(
    {
        "high st",
        "main rd",
        "church st",
        "park rd",
        "station rd",
        "old st",
        "the hill",
        "park st",
        "custom house",
        "manor house",
        "golf st",
        "bow st",
        "market st",
        "all saints",
        "white city",
        "bath st",
        "church rd",
        "abbey rd",
        "george st",
        "east india",
        "tower hill",
        "low moor",
        "green park",
    }
)
GENERIC = frozenset(
    """rd st park central north south east west pkwy airport jn town bridge hill green lane common road street parkway
    junction international intl road broadway gardens grove gate square house church market castle court city
    low high level lower upper new old great little halt quay harbour port well wells cross ctr wood woods heath
    moor vale spa village field fields end the terminal hospital university college school western eastern northern
    southern district mansion down cliff beach interchange mills esplanade pier jn pk gdns grn sq ln ave xing""".split()
)
INCIDENT = frozenset(
    """fight fighting assault assaulted robbery robbed theft stolen stole drunk male female man woman men women youth
    youths kids child children trespass trespasser trespassers trespassing suicidal jumper person people group
    passenger passengers staff driver guard police officer officers ambulance help urgent asap now please bag
    phone bike cycle knife weapon threatening threatened threats shouting abuse abusive harassment sexual racist
    hate graffiti vandalism damage criminal missing vulnerable lost collapsed injured hurt bleeding unconscious
    body fatality struck hit disorder begging beggar smoking fare evasion dodger dispute suspicious package item
    unattended fire smoke alarm stones throwing obstruction cable cows sheep animals animal horse dog line lines
    track tracks collision crash car vehicle van lorry strike stuck trapped barrier barriers down incident
    happening reported report seen caller reports says said call attending required requested outside inside
    lift toilets concourse footbridge subway waiting room ticket office entrance exit gateline gates shop
    stairs escalator""".split()
)
# Ordinary words that a name lies near enough to be taken for: found by reading thousands of English texts.
ORDINARY = frozenset(
    """allow alloy alongside ancestor barely barred berth birth board borrow breach brought charging colin combo delay
    delayed denoting dining dunno early fairly fires float frame front gateways google hailing handle hands hanged
    harden havent hearing highest honey hourly hover inversion lacing landing large latin laugh launching leads loads
    mails match moral mostly nettle newest newline notes oldest panel parks pinned polar pooled pools popular press
    purely raise reader readings reuse settled settles shuts signer singers spatial spelling stall stalling steal steps
    stops story sunday tackle thurs tones train trains trying tunnel viaduct walker wholly willing working workshop
    world wrapping yielding bridge crossing box yard depot sidings burgle tannoy mile miles chain
    chains metre metres toilet station""".split()
)
SLANG = frozenset(
    """wat til cos dat hme wid wil swt hmm ans shd min mrt bak bac cds uni std wkg dnt bec plm sef leh hor ard wiv ltd
    llc inr aig sae spk dun lol omg msg txt cud shd wud gud thk thn thr wen wot bcz coz frm hav lik nex nxt ppl
    sch mrt num fml arr fav msn haf
    pic pix rly sms snd spk std sum tel tmr tom wan wit wks wrk yrs cbe rcd bro sis mins hrs mph""".split()
)
PLAIN = FUNCTION | TRADE | ENGLISH | SLANG
ELSEWHERE = frozenset(
    """washington padstow ripon wells gosport spennymoor consett peterlee skelmersdale abingdon daventry rushden
    haverhill witney brixham bideford tavistock minehead glastonbury devizes marlborough cirencester monmouth
    brecon cardigan hawick peterhead fraserburgh mold keswick ambleside easingwold wetherby ilfracombe
    tewkesbury shaftesbury dunstable maldon halstead tenterden midhurst petworth cranleigh seaham ripley
    ashbourne bakewell wisbech spilsby louth horncastle belper leek cheadle heanor eastwood kirriemuir kelso
    jedburgh selkirk peebles cromarty ullapool portree stornoway dublin belfast paris calais london brussels
    newbiggin blyth chelsea oldham bury bloxwich sedgley halesowen brentwood""".split()
) - {"leek", "cheadle", "brentwood", "london", "seaham"}
