package dev.cordon.tui;

/// What the Unicode Character Database says of each character that matters for a grid of cells: how
/// it joins with its neighbours and how many cells it takes.
///
/// Version 16.0: GraphemeBreakProperty.txt, EastAsianWidth.txt, emoji-data.txt and the property
/// Indic_Conjunct_Break of DerivedCoreProperties.txt. A test compares it with what this runtime
/// knows. Each word of the table is a run of characters: a letter for the class, how far its first
/// character is from the one after the run before, and its length unless that is 1, both in base
/// 36.
final class CellTable {
    /// The version of the Unicode Character Database.
    static final String UNICODE_VERSION = "16.0";

    /// Anything that stands alone in one cell.
    static final byte OTHER = 0;

    /// Stands alone in two cells.
    static final byte WIDE = 1;

    /// Takes no cell and joins with nothing.
    static final byte CONTROL = 2;

    /// Joins with what stands before it: marks and the like.
    static final byte EXTEND = 3;

    /// Joins, and does not join Indic consonants.
    static final byte EXTEND_PLAIN = 4;

    /// Joins two Indic consonants.
    static final byte LINKER = 5;

    /// An Indic consonant.
    static final byte CONSONANT = 6;

    /// A skin tone: joins, and takes two cells where it stands alone.
    static final byte MODIFIER = 7;

    /// A half-width voiced mark: joins, and takes a cell.
    static final byte HALF_MARK = 8;

    /// The zero-width joiner.
    static final byte JOINER = 9;

    /// Half of a flag.
    static final byte REGIONAL = 10;

    /// Joins with what follows it.
    static final byte PREPEND = 11;

    /// A mark that takes a cell of its own.
    static final byte SPACING = 12;

    /// A leading Hangul consonant.
    static final byte HANGUL_L = 13;

    /// A Hangul vowel.
    static final byte HANGUL_V = 14;

    /// A trailing Hangul consonant.
    static final byte HANGUL_T = 15;

    /// A whole Hangul syllable.
    static final byte HANGUL_SYLLABLE = 16;

    /// A picture in one cell unless U+FE0F follows.
    static final byte PICTURE = 17;

    /// A picture in two cells.
    static final byte PICTURE_WIDE = 18;

    /// A vowel that joins as a Hangul one does and takes a cell.
    static final byte VOWEL_SPACING = 19;

    private static final String LETTERS = "owcxylkmhzrpsLVTgeEW";
    private static final int BASE = 36;

    private static final CellTable LOADED = new CellTable();

    private final int[] starts;
    private final int[] ends;
    private final byte[] classes;

    private CellTable() {
        String table = TABLE + TABLE_ABOVE;
        int runs = 1;
        for (int i = 0; i < table.length(); i++) {
            runs += table.charAt(i) == ' ' ? 1 : 0;
        }
        starts = new int[runs];
        ends = new int[runs];
        classes = new byte[runs];
        int at = 0;
        int next = 0;
        for (int run = 0; run < runs; run++) {
            int end = table.indexOf(' ', at);
            int wordEnd = end < 0 ? table.length() : end;
            int dot = table.indexOf('.', at, wordEnd);
            int startEnd = dot < 0 ? wordEnd : dot;
            classes[run] = (byte) LETTERS.indexOf(table.charAt(at));
            starts[run] = next + Integer.parseInt(table, at + 1, startEnd, BASE);
            int length = dot < 0 ? 1 : Integer.parseInt(table, dot + 1, wordEnd, BASE);
            ends[run] = starts[run] + length;
            next = ends[run];
            at = wordEnd + 1;
        }
    }

    /// The class of a character, one of the constants above.
    static byte of(int codePoint) {
        if (codePoint < 0x80) {
            return codePoint < ' ' || codePoint == 0x7f ? CONTROL : OTHER;
        }
        CellTable table = LOADED;
        int low = 0;
        int high = table.starts.length - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            if (codePoint < table.starts[middle]) {
                high = middle - 1;
            } else if (codePoint >= table.ends[middle]) {
                low = middle + 1;
            } else {
                return table.classes[middle];
            }
        }
        return OTHER;
    }

    private static final String TABLE =
            """
            c3k.w e9 c3 e0 xgh.34 x7n.7 x7b.19 x1 x1.2 x1.2 x1 p1k.6 xa.b c1 x1a.l xg x2t.7 p0 \
            x1.6 x2.2 x1.4 px x1 xu.r x2j.b x1m.9 x9 xo.4 x1.9 x1.3 x1.5 x17.3 p1g.2 x5.9 x16.o \
            p0 x0.w s0 kh.11 x0 s0 x0 s1.3 x0.8 s0.4 l0 s0.2 x1.7 k0.8 x2.2 kk.8 x1 s0.2 kh.k \
            k1.7 k1 k3.4 x2 s1.3 x0.4 s2.2 s2.2 l0 s9 k4.2 k1 x2.2 kc.2 xc x2.2 s0 x1k s1.3 \
            x0.2 x4.2 x2.3 x3 xu.2 x3 xb.2 s0 kh.k k1.7 k1.2 k1.5 x2 s1.3 x0.5 x1.2 s0 s1.2 l0 \
            xk.2 kl x0.6 x1 s0.2 kh.k k1.7 k1.2 k1.5 x2 s1 x0 s0 x0.4 s2.2 s2.2 l0 x7.2 s0 k4.2 \
            k1 x2.2 kd xg s1n.2 x0 s0.2 s3.3 s1.3 x0 s9 x14 s0.3 x0 kg.k k1.g x2 x1.3 s0.4 x1.3 \
            x1.3 l0 x7.2 k1.3 x7.2 xt s0.2 x1k s1 x0 s0.5 x1 s0.2 s1.2 x0.2 s7.2 xb.2 sf xc.2 \
            s0.2 kh.12 x0.2 s1.3 x0.4 s1.3 s1.3 l0 p0 s8 xa.2 xt s0.2 x1y s4.3 x0.3 x1 s1.8 \
            si.2 x1p s1 x0.7 xc.8 x2q s1 x0.9 xb.7 x21.2 xr x1 x1 s4.2 x1d.e s0 x0.5 x1.2 x5.b \
            x1.10 x9 x2u.4 s0 x0.6 x1.2 s0.2 x0.2 sn.2 x0.2 x4.3 xg.4 xd s1 x0.2 x6 xf L2q.2o \
            V0.20 T0.2g x9p.3 xqa.3 s0 xs.2 s0 xt.2 xu.2 x1s.2 s0 x0.7 s0.8 x0 s0.2 x0.b x9 \
            x19.3 c0 x0 x39.2 xy x3a.3 s0.4 x0.2 s0.3 s4.2 x0 s0.6 x0.3 x63.2 s0.2 x0 s1l x0 s0 \
            x0.7 x1 x1 x2.8 s0.6 x0.a x2 x1c.v x1d.4 s0 x1b s0 x0.5 s0 x0 s0.5 x0 s0.2 x12.9 \
            xc.2 s0 su x0.4 s0.2 x0.2 s0 x0.3 x1k s0 x0.2 s0.3 x0 s0 x0.3 s0.2 s1c.8 x0.8 s0.2 \
            x0.2 x48.3 x1.d s0 x0.7 x4 x6 s2 x0.2 x5i.1s cej y0 z0 c0.2 co.7 ed ec cm.5 c1.a \
            x2o.x e1d em e2i.6 ef.2 Ea7.2 ec w0.2 e2l e1y Ep.4 e0.3 E0 e0.2 E0 e4.3 e5j e6f.2 \
            ea e9 e1m.2 E0.2 e1.6 e1.c E1.2 e0.q E0.8 e0.g E0.c e0.17 E0 e0.6 w4.6 e0.3 E0 e0.d \
            E0 e0.8 E0.2 e0.h E0.2 e0.5 E0.2 e0.8 E0 e0.5 E0 e0.l E0 e0.7 E0.2 e0 E0 e0.4 E0 \
            e0.2 E0 e0.7 E0 e2.2 E0.2 e0.7 e1 e1 e6 e3 E6 ea.2 ef e2 E4 E1 E4.3 E1 eb.5 E19.3 \
            e9 Ee Ee eac.2 ecv.3 Ej.2 E1f E4 xbd.3 x3x x2o.w w3k.q w1.2h wc.5y wq.1m x0.4 s0.2 \
            E0 w0.c E0 w0 w2.2e x2.2 w0.2t w5.17 w1.2m w1.2e w9.1c w1.14 w8.1z E0 w0 E0 w0.mib \
            w3.1j xbs.4 x1.a xw.2 x28.2 x7k x3 x4 sn.2 x0.2 s0 x4 s2b.2 s1e.g x0.2 xq.i xd \
            x12.8 xp.b s0.2 Lc.t x3.3 s0 x1b s0.2 x0.4 s0.2 x0.2 s0.3 x10 x1v.6 s0.2 x0.2 s0.2 \
            """;

    private static final String TABLE_ABOVE =
            """
            x0.2 xc x8 s0 x1a x1f x1.3 x2.2 x5.2 x1 s15 x0.2 s0.2 s5 x0 s6k.2 x0 s0.2 x0 s0.2 \
            s1 x0 gi.8mc Vc.n T4.1d w6is.e8 xu xkh.g w0.a x6.g w0.z w1.j w1.4 c43 w1.2o h1p.2 \
            w1s.7 ci.3 xe9 x6a x45.5 x1ae.3 x1.2 x5.4 x14.3 x4 x4l.2 xfx.4 x1t.5 x8t.2 x27.4 \
            x1y.b x1d.4 s3e x0 s0 x1h.f x15 x2.2 xa.3 s0 s19.3 x0.4 s0.2 x0.2 p2 x4 pa x1e.3 \
            x10.5 s0 x0.8 sg.2 x18 xc.2 s0 s1c.3 x0.9 s0.2 p1.2 x5.4 s1 x0 s2k.3 x0.3 s0.2 x0 \
            s0 x0.2 x6 x2 x4d s0.3 x0.8 xl.2 s0.2 x1j.2 s1.2 x0 s0.4 s2.2 s2.3 s9 sa.2 x2.7 \
            x3.5 s1v.3 x0.6 s1 s2 s1.4 s1.2 x0 s0 x0 p0 x0 xe.2 s2a.3 x0.8 s0.2 x0.3 s0 x0 xn \
            s29.3 x0.6 s0 x0 s0.4 x0.2 s0 x0.2 s6j.3 x0.4 s2.4 x0.2 s0 x0.2 xr.2 s2a.3 x0.8 \
            s0.2 x0 s0 x0.2 x2y s0 x0 s0.2 x0.6 s0 x0 x2t s0 x0 s0.2 x0.4 s0 x0.5 s74.3 x0.9 s0 \
            x0.2 s6t.6 s1.2 x2.2 s0 x0 p0 s0 p0 s0 x0 s3x.3 x0.4 x2.2 s0.4 x0 s3 xs.a x14.6 s0 \
            p0 x0.4 x8 x9.6 s0.2 x0.3 p14.6 x0.d s0 x0.2 sb9 x0.7 x1.6 s0 x0 x2a.m s1 x0.7 s0 \
            x0.2 s0 x0.2 x3e.6 x3 x1.2 x1.7 p0 x0 s1u.5 x1.2 s1.2 x0 s0 x0 x9n.2 s0.2 x9.2 p0 \
            s0 s1c.2 x0.5 s3.2 x0 s0 x0 xn c445.g x0 x6.f x8ug.c s0.3 x0.3 x1xc.5 x1n.7 Wfg \
            W3.4 xdg s1.1j x7.4 w25.4 x0 sb.2 we.4qg w8.ye w15.a w6w7.4 w1.7 w1.2 w1.83 wf wt.3 \
            w2 we.4 w8.b0 x1wh.2 c1.4 x3mk.1a x2.n sf2.2 x0.3 s3.6 c0.8 x0.8 x2.7 xu.4 x44.3 \
            w57.2f w9.n x1ah.1j x4.1e x8 xe xm.5 x1.f x11s.7 x1.h x2.7 x1.2 x1.5 x2s x4g.7 xaf \
            x1p.4 xe4.4 x72.2 xkg.7 x31.7 e1bp.4 E0 e0.5m E0 e0.1c ed.3 ev e1o.6 ec.2 Ee E2.a \
            ei.1l r0.q w0 E0.2 e0.d w0.a E0 w0.k E0 w0.2 E0.9 w0 e0.4 w0.9 e0.7 E0.2 e0.e E0.6 \
            e0.4a E0.x e0.c E0.9 e0 E0.1y e0 E0.m e0.c E0.17 e0.4 E0.5 e0.c E0.h e0.3 E0 e0.3 \
            E0.3 m0.5 E0.1r e0 E0 e0 E0.57 e0.2 E0.1r e8.5 E0.4 e0 E0.o e0.i E0 e0.q E0.2 e0.d \
            E0 e0.2e E0.2d E1c.1y e0.6 E0 e0.3 E0.3 e0.2 E0.3 e0.4 E0.4 e0.b E0.2 e0.7 E0.9 \
            e0.3 e38.c e2d.b E0.c e0.4 E0 e0.f ec.4 e1k.8 ea.6 e14.8 eu.2a Ec.1b E1.a E1.55 \
            e0.34 E0.d e0.3 E0.a e0.5 E0.1k e0.7 E0.f e0.2 E0.b e0.6 E0.9 e0.7 e74.se w2.1eke \
            w2.1eke ce1oj xu.2o x3k.6o\
            """;
}
