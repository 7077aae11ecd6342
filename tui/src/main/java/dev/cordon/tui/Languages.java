package dev.cordon.tui;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// The languages that code is highlighted in, as a table: names, then what {@link Lexicon} holds.
final class Languages {
    private static final String TABLE =
            """
            java jav | line=// ; block=/* */ ; strings=" ' m\""" ; traits=CAPITAL_TYPES ANNOTATIONS ; keywords=abstract assert boolean break byte case catch char class const continue default do double else enum exports extends final finally float for if implements import instanceof int interface long module native new non-sealed package permits private protected public record requires return sealed short static strictfp super switch synchronized this throw throws transient try var void volatile when while yield true false null _
            kotlin kt kts | line=// ; block=/* */ ; strings=" ' rm\""" ; traits=CAPITAL_TYPES ANNOTATIONS ; keywords=abstract actual annotation as break by catch class companion const constructor continue crossinline data do else enum expect external final finally for fun get if import in infix init inline inner interface internal is lateinit noinline object open operator out override package private protected public reified return sealed set super suspend tailrec this throw try typealias val var vararg when where while true false null
            python py python3 pyi starlark bzl | line=# ; strings=" ' m\""" m''' ; traits=CAPITAL_TYPES ANNOTATIONS ; keywords=and as assert async await break case class continue def del elif else except finally for from global if import in is lambda match nonlocal not or pass raise return try type while with yield True False None self cls ; types=int str float bool bytes list dict set tuple object
            javascript js jsx mjs cjs typescript ts tsx mts cts | line=// ; block=/* */ ; strings=" ' m` ; traits=CAPITAL_TYPES ANNOTATIONS DOLLARS ; keywords=abstract as async await break case catch class const continue debugger declare default delete do else enum export extends finally for from function get if implements import in infer instanceof interface is keyof let namespace new of package private protected public readonly return satisfies set static super switch this throw try type typeof var void while with yield true false null undefined ; types=string number boolean any unknown never object symbol bigint
            rust rs | line=// ; block=/* */ ; strings=m" ' ; traits=CAPITAL_TYPES LIFETIMES ; keywords=as async await break const continue crate dyn else enum extern fn for if impl in let loop macro_rules match mod move mut pub ref return self Self static struct super trait type union unsafe use where while true false ; types=bool char str i8 i16 i32 i64 i128 isize u8 u16 u32 u64 u128 usize f32 f64
            go golang | line=// ; block=/* */ ; strings=" ' rm` ; traits=CAPITAL_TYPES ; keywords=break case chan const continue default defer else fallthrough for func go goto if import interface map package range return select struct switch type var true false nil iota ; types=any bool byte complex64 complex128 error float32 float64 int int8 int16 int32 int64 rune string uint uint8 uint16 uint32 uint64 uintptr
            c h cpp c++ cc cxx hpp hh objc csharp cs | line=// ; block=/* */ ; strings=" ' ; traits=CAPITAL_TYPES ; keywords=alignas alignof asm auto break case catch class concept const consteval constexpr constinit const_cast continue co_await co_return co_yield decltype default delete do dynamic_cast else enum explicit export extern final for friend goto if inline mutable namespace new noexcept nullptr operator override private protected public register reinterpret_cast requires restrict return sizeof static static_assert static_cast struct switch template this thread_local throw try typedef typeid typename union using virtual volatile while true false NULL #include #define #if #ifdef #ifndef #else #elif #endif #pragma #undef #error ; types=bool char char8_t char16_t char32_t double float int long short signed size_t ssize_t unsigned void wchar_t int8_t int16_t int32_t int64_t uint8_t uint16_t uint32_t uint64_t
            shell sh bash zsh console shellscript dockerfile makefile make | line=# ; strings=m" rm' m` ; traits=DOLLARS HASH_AT_WORD HYPHENS ; keywords=alias break case cd continue declare do done echo elif else esac eval exec exit export fi for function if in local read readonly return select set shift source test then time trap true false typeset unset until while FROM RUN COPY ENV WORKDIR CMD ENTRYPOINT ARG EXPOSE
            sql mysql postgresql postgres sqlite plsql | line=-- ; block=/* */ ; strings=rm' rm" ; traits=ANY_CASE ; keywords=add all alter analyze and any as asc begin between by case cast check column commit constraint create cross database default delete desc distinct drop else end escape except exists explain false fetch first following for foreign from full function grant group having if in index inner insert intersect into is join key lateral left like limit materialized natural not null nulls of offset on only or order outer over partition preceding primary procedure range recursive references returning revoke right rollback row rows select set table temporary then to transaction trigger true truncate unbounded union unique update using values view when where window with ; types=bigint blob boolean bytea char date decimal double float int integer interval json jsonb numeric precision real serial smallint text time timestamp timestamptz uuid varchar
            json jsonc json5 jsonl ndjson | line=// ; block=/* */ ; strings=" ; traits=KEYS ; keywords=true false null
            yaml yml | line=# ; strings=m" rm' ; traits=KEYS HASH_AT_WORD HYPHENS ; keywords=true false null yes no on off
            toml ini properties cfg conf | line=# ; strings=" r' m\""" rm''' ; traits=KEYS HASH_AT_WORD HYPHENS ; keywords=true false inf nan
            """;

    private static final Languages LOADED = new Languages();

    private final Map<String, Lexicon> byName = new HashMap<>();

    private Languages() {
        for (String row : TABLE.strip().split("\n", -1)) {
            int bar = row.indexOf(" | ");
            Lexicon lexicon = Lexicon.parse(row.substring(bar + 3));
            for (String name : row.substring(0, bar).split(" ", -1)) {
                byName.put(name, lexicon);
            }
        }
    }

    /// The language of this name, as it stands behind a fence or after the dot of a file name.
    static Optional<Lexicon> find(String name) {
        return Optional.ofNullable(LOADED.byName.get(name.toLowerCase(Locale.ROOT)));
    }
}
