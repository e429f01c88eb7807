package mailroad.dns;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import mailroad.kernel.Why;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/**
 * Answers from zones at hand, without network or cache: for tests, and for explaining what would be if
 * DNS said so. Any number of tasks may ask; nothing changes.
 */
public final class FixedResolver implements Resolver {
  private static final int ALIASES_MAX = 10;
  private static final String WORLD =
      """

      . 3600 IN SOA fixed. hostmaster.fixed. 1 3600 600 86400 300
      . 3600 IN NS fixed.
      """;

  private final Authority authority;
  private final Map<Name, String> failures;

  /** A resolver that knows these zones; of all other names it says that nobody knows. */
  public FixedResolver(List<Zone> zones) {
    this(new Authority(zones), Map.of());
  }

  private FixedResolver(Authority authority, Map<Name, String> failures) {
    this.authority = authority;
    this.failures = failures;
  }

  /**
   * A resolver whose whole world is this text: absolute names or names below the root, one record a line,
   * such as {@code b.example. 300 IN MX 10 mx.b.example.}; no SOA is needed. All other names do not exist.
   *
   * @throws IllegalArgumentException if the text is no master file
   */
  public static FixedResolver of(String records) {
    try {
      return new FixedResolver(List.of(Zone.parse(".", records + WORLD)));
    } catch (ZoneException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  /** This resolver, but each question about the name, whatever its type, fails for this reason. */
  public FixedResolver failing(String name, String reason) {
    Map<Name, String> more = new LinkedHashMap<>(failures);
    more.put(Records.name(name).orElseThrow(() -> new IllegalArgumentException(name)), reason);
    return new FixedResolver(authority, more);
  }

  @Override
  public Answer resolve(String name, RecordType type) {
    Optional<Name> asked = Records.name(name);
    if (asked.isEmpty()) {
      String reason = "not a DNS name: " + name;
      return new Answer.Failed(reason, new Why(reason));
    }
    return answer(new Question(asked.get(), type.code()));
  }

  @Override
  public Optional<Answer> known(String name, RecordType type) {
    return Optional.of(resolve(name, type));
  }

  private Answer answer(Question question) {
    Authority.Reply reply = authority.answer(question.name(), question.type());
    Chain chain = Chain.follow(question, reply.answer(), Name.root, ALIASES_MAX);
    Optional<String> failure =
        Optional.ofNullable(failures.get(question.name()))
            .or(() -> Optional.ofNullable(failures.get(chain.end())))
            .or(chain::broken);
    if (failure.isPresent()) {
      return new Answer.Failed(failure.get(), why(question, failure.get(), List.of()));
    }
    List<Rr> aliases = chain.aliasRrs();
    if (!chain.records().isEmpty()) {
      return new Answer.Found(
          Records.rrs(chain.records()),
          aliases,
          false,
          why(question, "as the fixed zones say", reply.answer()));
    }
    if (reply.isReferral() || !reply.authoritative()) {
      String reason = "no fixed zone holds " + Records.show(chain.end());
      return new Answer.Failed(reason, why(question, reason, List.of()));
    }
    return negative(question, reply, aliases);
  }

  private static Answer negative(Question question, Authority.Reply reply, List<Rr> aliases) {
    Optional<Rr> soa =
        reply.authority().stream()
            .filter(record -> record.getType() == Type.SOA)
            .findFirst()
            .flatMap(Records::rr);
    if (reply.rcode() == Rcode.NXDOMAIN) {
      Why walk = why(question, "the name does not exist in the fixed zones", reply.answer());
      return new Answer.NoDomain(aliases, soa, false, walk);
    }
    if (soa.isEmpty()) {
      String reason = "an alias leads out of the fixed zones";
      return new Answer.Failed(reason, why(question, reason, reply.answer()));
    }
    Why walk = why(question, "the fixed zones have no such record", reply.answer());
    return new Answer.NoData(aliases, soa, false, walk);
  }

  private static Why why(Question question, String finding, List<Record> records) {
    return new Why(
        question + ": " + finding, Records.lines(records).stream().map(Why::new).toList());
  }
}
