package mailroad.lab.imap;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import mailroad.store.Batch;
import mailroad.store.Store;
import mailroad.store.ValueForm;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The model test is worth something: a server that is wrong in any of these ways does not get through a few seeds. */
class FaultsTest {
  private static final int SEEDS = 12;
  private static final Map<String, Fault> FAULTS = faults();

  private static Map<String, Fault> faults() {
    Map<String, Fault> faults = new TreeMap<>(inWords());
    faults.put(
        "a change of flags that is not kept",
        kept(op ->
            op instanceof Batch.Put && has(op, ", m, ") ? Optional.empty() : Optional.of(op)));
    faults.put(
        "a removal that is not kept",
        kept(op ->
            op instanceof Batch.Delete && has(op, ", m, ") ? Optional.empty() : Optional.of(op)));
    faults.put(
        "a change log with holes",
        kept(op ->
            op instanceof Batch.Put(var key, _) && has(op, ", log, ")
                ? Optional.of(new Batch.Put(key, ValueForm.of(new byte[0])))
                : Optional.of(op)));
    faults.put("a counter of UIDs that stands still", kept(op -> still(op, ", n, uid)")));
    faults.put("a counter of modseqs that stands still", kept(op -> still(op, ", n, modseq)")));
    return faults;
  }

  private static boolean has(Batch.Op op, String part) {
    return WrongStore.key(op).contains(part);
  }

  private static Optional<Batch.Op> still(Batch.Op op, String counter) {
    return Optional.of(
        op instanceof Batch.AddAndGet(var key, _, var slot) && has(op, counter)
            ? new Batch.AddAndGet(key, 0, slot)
            : op);
  }

  private static Map<String, Fault> inWords() {
    return Map.ofEntries(
        Map.entry("an EXPUNGE that is not told", Misheard.dropped("\\* \\d+ EXPUNGE")),
        Map.entry(
            "an EXPUNGE of the next",
            Misheard.instead("\\* (\\d+) EXPUNGE", m -> plus(m, "EXPUNGE"))),
        Map.entry(
            "an EXPUNGE told twice",
            new Misheard(Pattern.compile("\\* \\d+ EXPUNGE"), m -> List.of(m.group(), m.group()))),
        Map.entry("an EXISTS that is not told", Misheard.dropped("\\* [1-9]\\d* EXISTS")),
        Map.entry(
            "an EXISTS of one more", Misheard.instead("\\* (\\d+) EXISTS", m -> plus(m, "EXISTS"))),
        Map.entry("a FETCH that is not told", Misheard.dropped("\\* \\d+ FETCH .*")),
        Map.entry(
            "a flag that is forgotten",
            Misheard.instead(
                "(.* FLAGS \\((?:\\\\Recent ?)?)[^ )]+ ?(.*)", m -> m.group(1) + m.group(2))),
        Map.entry(
            "a flag that nobody set",
            Misheard.instead(
                "(.* FETCH .*FLAGS \\()(.*)", m -> m.group(1) + "\\Draft " + m.group(2))),
        Map.entry(
            "a UID used again",
            Misheard.instead(
                "(.*FETCH .*UID )(\\d+)(.*)",
                m -> m.group(1) + (Long.parseLong(m.group(2)) - 1) + m.group(3))),
        Map.entry("a VANISHED that is not told", Misheard.dropped("\\* VANISHED .*")),
        Map.entry(
            "a VANISHED (EARLIER) that is none",
            Misheard.instead(
                "(\\* VANISHED )(\\d.*)", m -> m.group(1) + "(EARLIER) " + m.group(2))),
        Map.entry(
            "a VANISHED of one more",
            Misheard.instead(
                "(\\* VANISHED (?:\\(EARLIER\\) )?)(.*)",
                m -> m.group(1) + m.group(2) + ",4000000000")),
        Map.entry(
            "an EXPUNGE for who hears VANISHED",
            Misheard.instead("\\* VANISHED (\\d+).*", _ -> "* 1 EXPUNGE")),
        Map.entry(
            "a MODSEQ that goes back",
            Misheard.instead("(.*MODSEQ \\()\\d+(\\).*)", m -> m.group(1) + "1" + m.group(2))),
        Map.entry(
            "a HIGHESTMODSEQ that has not come yet",
            Misheard.instead(
                "(.*HIGHESTMODSEQ )(\\d+)(.*)",
                m -> m.group(1) + (Long.parseLong(m.group(2)) + 5) + m.group(3))),
        Map.entry(
            "another UIDVALIDITY",
            Misheard.instead("(.*UIDVALIDITY )\\d+(.*)", m -> m.group(1) + "1" + m.group(2))));
  }

  private static String plus(MatchResult match, String what) {
    return "* " + (Long.parseLong(match.group(1)) + 1) + " " + what;
  }

  private static Fault kept(Function<Batch.Op, Optional<Batch.Op>> instead) {
    return new Fault() {
      @Override
      public Store store(Store whole) {
        return new WrongStore(whole, instead);
      }
    };
  }

  static Stream<String> names() {
    return FAULTS.keySet().stream();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("names")
  void isNoticed(String name) {
    boolean noticed = false;
    for (long seed = 1; seed <= SEEDS && !noticed; seed++) {
      noticed = isNoticed(seed, FAULTS.get(name));
    }
    assertThat(noticed).as("in %d seeds", SEEDS).isTrue();
  }

  private static boolean isNoticed(long seed, Fault fault) {
    try {
      new ImapModel(seed, seed % 2 == 0, fault).play();
      return false;
    } catch (AssertionError | Exception e) {
      return true;
    }
  }
}
