package mailroad.mailauth.dkim;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import mailroad.dns.Answer;
import mailroad.dns.RecordType;
import mailroad.dns.Resolver;
import mailroad.dns.Rr;
import mailroad.kernel.Domain;
import mailroad.kernel.Why;
import mailroad.mailauth.reading.Memory;

/**
 * Asks DNS for the keys of one message's signatures, each once (RFC 6376 section 3.6.2). Used by one task, which waits.
 */
public final class KeyLookup {
  private final Resolver resolver;
  private final Memory<Optional<KeyRecord.Reading>> records;
  private final Map<String, Found> known = new HashMap<>();

  /**
   * Asks this resolver.
   *
   * @param records what records were read as, from {@link #memory}
   */
  public KeyLookup(Resolver resolver, Memory<Optional<KeyRecord.Reading>> records) {
    this.resolver = resolver;
    this.records = records;
  }

  /** Remembers what so many TXT records were read as; empty for those that are meant for something else. */
  public static Memory<Optional<KeyRecord.Reading>> memory(int most) {
    return new Memory<>(
        most,
        text -> KeyRecord.isMeant(text) ? Optional.of(KeyRecord.parse(text)) : Optional.empty());
  }

  /** What there is. */
  public sealed interface Found {
    /** Why. */
    Why why();

    /** A key. */
    record Key(KeyRecord record, Why why) implements Found {}

    /**
     * None.
     *
     * @param code what the signature counts as
     */
    record None(DkimResult.Code code, Why why) implements Found {}
  }

  /** Where a key lies (RFC 6376 section 3.6.2.1). */
  public static String name(String selector, Domain domain) {
    return selector + "._domainkey." + domain;
  }

  /** Finds a key. */
  public Found find(String selector, Domain domain) throws InterruptedException {
    String name = name(selector, domain);
    Found before = known.get(name);
    if (before != null) {
      return before;
    }
    Found found = found(name, resolver.resolve(name, RecordType.TXT));
    known.put(name, found);
    return found;
  }

  private Found found(String name, Answer answer) {
    return switch (answer) {
      case Answer.Found found -> among(name, found.records());
      case Answer.NoData _ -> none(DkimResult.Code.PERMERROR, "%s has no key", name);
      case Answer.NoDomain _ -> none(DkimResult.Code.PERMERROR, "%s does not exist", name);
      case Answer.Failed failed ->
          new Found.None(
              DkimResult.Code.TEMPERROR,
              new Why("nobody knows for now what key %s has".formatted(name), failed.reason()));
    };
  }

  private Found among(String name, List<Rr> texts) {
    List<Rr> keys =
        texts.stream().filter(record -> records.read(text(record)).isPresent()).toList();
    if (keys.isEmpty()) {
      return none(DkimResult.Code.PERMERROR, "%s has no key", name);
    }
    if (keys.size() > 1) {
      // RFC 6376 section 3.6.2.2: which one counts is undefined.
      return none(DkimResult.Code.PERMERROR, "%s has several keys", name);
    }
    String source = keys.getFirst().text();
    return switch (records.read(text(keys.getFirst())).orElseThrow()) {
      case KeyRecord.Reading.Key(var record) ->
          new Found.Key(
              record, new Why("%s has a key of %d bits".formatted(name, record.bits()), source));
      case KeyRecord.Reading.Revoked() ->
          new Found.None(
              DkimResult.Code.PERMERROR,
              new Why("the key of %s is revoked".formatted(name), source));
      case KeyRecord.Reading.Broken(var reason) ->
          new Found.None(DkimResult.Code.PERMERROR, new Why(name + ": " + reason, source));
    };
  }

  private static Found none(DkimResult.Code code, String finding, String name) {
    return new Found.None(code, new Why(finding.formatted(name)));
  }

  private static String text(Rr record) {
    return record.data() instanceof Rr.Txt(var text) ? text : "";
  }
}
