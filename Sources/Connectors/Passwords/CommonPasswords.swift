/// Passwords that are among the commonest 3000 of eight characters or more (Burnett's 10 million from breaches), and
/// that zxcvbn takes for good ones: most are Russian words typed on an English keyboard, and walks over it.
enum CommonPasswords {
    /// In lower case.
    static let unknownToZxcvbn = Set("""
        4815162342 usuckballz1 fktrcfylh fyfcnfcbz cjkysirj dbrnjhbz soso123aljg trfnthbyf q1w2e3r4t5y6 rhbcnbyf
        cdtnkfyf ghbdtnbr dkflbvbh mailcreated5240 mersedes a1s2d3f4 vfrcbvrf vkontakte rfnthbyf dthjybrf rjirfrgbde
        zxcasdqwe fktrcfylhf polniypizdec0211 anhyeuem 1qa2ws3ed sojdlg123aljg dkflbckfd gfhjkm123 dfktynbyf vfhufhbnf
        ghjcnjnfr rjycnfynby zxasqw12 mazafaka cfitymrf crjhgbjy rhfcjnrf montgom240 z1x2c3v4 rhtdtlrj kleopatra
        ghblehjr yfcntymrf fyutkbyf 7ugd5hip2j gfhjkmgfhjkm 9293709b13 kakashka fgtkmcby 1a2s3d4f vsjasnel12
        yjdsqgfhjkm rhjrjlbk vfitymrf rjhjktdf 1z2x3c4v abrakadabra webhompas kjrjvjnbd tkbpfdtnf ghbywtccf cnfybckfd
        gtnhjdbx 45m2do5bs gbhfvblf ghbdtn123 nokia6233 ghjcnjgfhjkm barselona fyfnjkbq zxcasdqwe123 vjqgfhjkm
        rfvfcenhf ghjuhfvvf sasha_007 dfktynby pufunga7782 fkbyjxrf ghhh47hj7649 htubcnhfwbz krokodil rfntymrf
        rfhnjirf vqsablpzla kamasutra lfitymrf vfntvfnbrf fyutkjxtr 0192837465 bynthytn nthvbyfnjh benessere segblue2
        dfcbkbcf madagaskar rfhfvtkmrf rhfcfdbwf ghjcnbnenrf ljxtymrf nokia5800 flvbybcnhfnjh rfhfylfi 1q2q3q4q
        kamikadze dtkjcbgtl z1x2c3v4b5 dtxyjcnm a1a2a3a4 wdtnjxtr ntktdbpjh lapochka q1q2q3q4q5 ghbdtnrfrltkf
        1z2x3c4v5b mamochka websol76 timoxa94 guillerm nokia5530 wachtwoord chickenwing101 1qaz2wsx3edc4rfv a1s2d3f4g5
        3rjs1la7qe rfgbnjirf ghbdtndctv vflfufcrfh lacrimosa vfhbyjxrf futyn007 komputer nokia5130 nastenka fhvfutljy
        kfcnjxrf rfhlbyfk qawsedrftg 1a2s3d4f5g kennwort q1q2q3q4 comicbookdb vfpfafrf babemagn rammstei j3qq4h7h2v
        gfhjkm12 yfnfitymrf rdfhnbhf vfhnsirf sk8ordie devilmaycry ytngfhjkz geibcnbr rktjgfnhf ghjdthrf optiplex
        hulkster l58jkdjp! kazanova fktyeirf 1a2a3a4a solnishko rb26dett cvbhyjdf fynjybyf peregrin mahalkita bobmarle
        maurolarastefy rerfhtre elbereth misiaczek volkodav domainlock2005 dhjnvytyjub x72jhhu3z cxfcnkbdfz schnuffi
        12s3t4p55 momsanaladventure sonyvaio uhbujhbq vfylfhby dkflbvbhjdbx zolushka hd764nw5d7e1vb1 zz8807zpl
        rebbyt34 ijrjkflrf drjynfrnt qazwsxedcrfvtgb 1hxboqg2 123hfjdk147 a1a2a3a4a5 babushka vfnbkmlf 8phrowz622
        c3por2d2 5hsu75kpot topsecre priscill ufhvjybz gbgbcmrf nbuhtyjr dkflbvbhjdyf greyhoun
        """.split { $0 == " " || $0 == "\n" }.map(String.init))
}
