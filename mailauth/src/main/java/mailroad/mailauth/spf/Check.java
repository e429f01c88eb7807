package mailroad.mailauth.spf;

import static mailroad.mailauth.spf.SpfResult.Code.NEUTRAL;
import static mailroad.mailauth.spf.SpfResult.Code.NONE;
import static mailroad.mailauth.spf.SpfResult.Code.PERMERROR;
import static mailroad.mailauth.spf.SpfResult.Code.TEMPERROR;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import mailroad.dns.Answer;
import mailroad.dns.RecordType;
import mailroad.dns.Rr;
import mailroad.kernel.AddressText;
import mailroad.kernel.Domain;
import mailroad.kernel.Why;
import mailroad.kernel.World;
import mailroad.mailauth.reading.Memory;
import mailroad.mailauth.spf.Match.No;
import mailroad.mailauth.spf.Match.Stop;
import mailroad.mailauth.spf.Match.Yes;

/** The function {@code check_host()} (RFC 7208 section 4). One for each identity, used by one task. */
final class Check {
  private final Identity identity;
  private final Lookups lookups;
  private final Surroundings on;
  private final Mechanisms mechanisms;

  /** What checks stand on. */
  record Surroundings(
      World world, SpfConfig config, Memory<SpfRecord.Reading> records, Domain receiver) {}

  Check(Identity identity, Lookups lookups, Surroundings on) {
    this.identity = identity;
    this.lookups = lookups;
    this.on = on;
    this.mechanisms = new Mechanisms(this, identity.client(), lookups, on.config());
  }

  /** What macros in the record of a domain stand for. */
  Macros macros(String domain) {
    return new Macros(identity, domain, lookups, on.receiver(), on.world().now());
  }

  /** What the record of a domain says. */
  Outcome of(String domain) throws InterruptedException {
    if (!HostName.isQualified(domain)) {
      return new Outcome(NONE, new Why("\"" + domain + "\" is no domain that could have a record"));
    }
    return switch (lookups.ask(domain, RecordType.TXT)) {
      case Answer.Failed failed ->
          new Outcome(
              TEMPERROR,
              new Why(
                  "the SPF record of " + domain + " cannot be known now",
                  List.of(new Why(failed.reason()))));
      case Answer.NoData _, Answer.NoDomain _ -> none(domain);
      case Answer.Found found -> select(domain, found);
    };
  }

  private static Outcome none(String domain) {
    return new Outcome(NONE, new Why(domain + " has no SPF record"));
  }

  /** RFC 7208 section 4.5: one record, or none. */
  private Outcome select(String domain, Answer.Found found) throws InterruptedException {
    List<Rr> meant =
        found.records().stream()
            .filter(rr -> rr.data() instanceof Rr.Txt(var text) && SpfRecord.isMeant(text))
            .toList();
    if (meant.isEmpty()) {
      return none(domain);
    }
    if (meant.size() > 1) {
      return new Outcome(
          PERMERROR,
          new Why(
              domain + " has " + meant.size() + " SPF records",
              meant.stream().map(rr -> new Why("one of them", rr.text())).toList()));
    }
    return read(domain, meant.getFirst());
  }

  private Outcome read(String domain, Rr rr) throws InterruptedException {
    String text = rr.data() instanceof Rr.Txt(var txt) ? txt : "";
    if (text.length() > on.config().recordOctetsMax()) {
      return new Outcome(
          PERMERROR, new Why("the SPF record of " + domain + " has " + text.length() + " octets"));
    }
    return switch (on.records().read(text)) {
      case SpfRecord.Sound(var record) -> walk(domain, rr, record);
      case SpfRecord.Broken(var reason) ->
          new Outcome(
              PERMERROR,
              new Why(
                  "the SPF record of " + domain + " cannot be read",
                  rr.text(),
                  List.of(new Why(reason))));
    };
  }

  /** RFC 7208 section 4.6.2: the first directive that matches decides. */
  private Outcome walk(String domain, Rr rr, SpfRecord record) throws InterruptedException {
    List<Why> seen = new ArrayList<>();
    for (Directive directive : record.directives()) {
      switch (mechanisms.match(domain, directive)) {
        case Yes(var why) -> {
          seen.add(why);
          return new Outcome(
              directive.result(),
              record.explanation().map(at -> new Outcome.Explanation(at, domain)),
              new Why(decided(domain, directive), rr.text(), seen));
        }
        case No(var why) -> why.ifPresent(seen::add);
        case Stop(var code, var why) -> {
          seen.add(why);
          String finding = "the SPF record of " + domain + " ends in an error";
          return new Outcome(code, new Why(finding, rr.text(), seen));
        }
      }
    }
    return record.redirect().isPresent()
        ? redirected(domain, record.redirect().get(), new Why("", rr.text(), seen))
        : new Outcome(
            NEUTRAL,
            new Why(
                "the SPF record of " + domain + " says nothing of " + client(), rr.text(), seen));
  }

  private String client() {
    return AddressText.of(identity.client());
  }

  private String decided(String domain, Directive directive) {
    String what =
        switch (directive.result()) {
          case PASS -> " may send for ";
          case FAIL -> " may not send for ";
          case SOFTFAIL -> " should not send for ";
          default -> " is neither allowed nor forbidden to send for ";
        };
    return client() + what + domain + ": " + directive.text();
  }

  /** RFC 7208 section 6.1: the other record says it all; that there is none is an error. */
  private Outcome redirected(String domain, MacroString to, Why sofar) throws InterruptedException {
    String finding = "the SPF record of " + domain + " leads to that of another domain";
    List<Why> because = new ArrayList<>(sofar.because());
    if (!lookups.mayAsk()) {
      because.add(mechanisms.tooMany());
      return new Outcome(PERMERROR, new Why(finding, sofar.source(), because));
    }
    Outcome other = of(to.expandName(macros(domain)));
    because.add(other.why());
    return new Outcome(
        other.code() == NONE ? PERMERROR : other.code(),
        other.explanation(),
        new Why(finding, sofar.source(), because));
  }

  /** RFC 7208 section 6.2: the words of the domain; none if anything about them is wrong. */
  Optional<String> explanation(Outcome.Explanation where) throws InterruptedException {
    Macros macros = macros(where.domain());
    String name = where.at().expandName(macros);
    if (!(lookups.ask(name, RecordType.TXT) instanceof Answer.Found found)
        || found.records().size() != 1
        || !(found.records().getFirst().data() instanceof Rr.Txt(var text))
        || text.length() > on.config().recordOctetsMax()) {
      return Optional.empty();
    }
    try {
      String words = MacroString.parse(text, true).expand(macros, on.config().explanationMax());
      return Optional.of(printable(words));
    } catch (MalformedException e) {
      return Optional.empty();
    }
  }

  /** It may end up in a reply: ASCII, no controls. */
  private static String printable(String words) {
    StringBuilder out = new StringBuilder();
    words.codePoints().forEach(c -> out.append(c >= ' ' && c <= '~' ? (char) c : '?'));
    return out.toString();
  }
}
