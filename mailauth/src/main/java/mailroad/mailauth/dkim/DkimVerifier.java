package mailroad.mailauth.dkim;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import mailroad.dns.Resolver;
import mailroad.kernel.Domain;
import mailroad.kernel.Why;
import mailroad.mailauth.dkim.SignatureCheck.Verdict;
import mailroad.mailauth.dkim.SignatureField.Reading;
import mailroad.mailauth.reading.Memory;
import mailroad.mime.Field;
import mailroad.mime.Header;
import mailroad.mime.MimeLimits;
import mailroad.mime.Octets;

/**
 * Verifies the signatures of domains over a message, as its octets came (RFC 6376 section 6, RFC 8301, RFC 8463).
 *
 * <p>What can be said without DNS is said first, then keys are asked for, and only what still may hold costs hashing:
 * the body is read once, in pieces, for all signatures together. Any number of tasks may use it; each waits for DNS and
 * for the disk that the message lies on.
 */
public final class DkimVerifier {
  private static final String FIELD = "DKIM-Signature";
  private static final int MARK_CHARS = 8;

  private final Resolver resolver;
  private final DkimConfig config;
  private final Memory<Optional<KeyRecord.Reading>> records;
  private final SignatureCheck check;
  private final MimeLimits limits;

  /** A verifier that finds keys by this resolver. */
  public DkimVerifier(Resolver resolver, DkimConfig config) {
    this(resolver, config, KeyLookup.memory(config.keysMax()));
  }

  private DkimVerifier(
      Resolver resolver, DkimConfig config, Memory<Optional<KeyRecord.Reading>> records) {
    this.resolver = resolver;
    this.config = config;
    this.records = records;
    this.check = new SignatureCheck(config);
    MimeLimits usual = MimeLimits.DEFAULT;
    this.limits =
        new MimeLimits(
            config.headerOctetsMax(),
            Math.max(usual.headersOctetsMax(), config.headerOctetsMax()),
            usual.fieldsMax(),
            usual.partsMax(),
            usual.depthMax(),
            usual.parametersMax(),
            usual.addressesMax());
  }

  /** The same verifier by what this resolver says, with the same memory. */
  public DkimVerifier by(Resolver other) {
    return new DkimVerifier(other, config, records);
  }

  /**
   * Verifies all signatures, as far as the limits let it: one result each, in the order of their fields.
   *
   * @throws IOException if the machine fails
   */
  public List<DkimResult> verify(Octets message, Instant now)
      throws IOException, InterruptedException {
    return verify(message, Header.read(message, 0, message.size(), limits), now);
  }

  /**
   * The same, where the header section was read already.
   *
   * @param header all of it, at its place in the message; no {@linkplain Header#excerpt excerpt}
   * @throws IOException if the machine fails
   */
  public List<DkimResult> verify(Octets message, Header header, Instant now)
      throws IOException, InterruptedException {
    List<Field> fields = header.all(FIELD);
    if (fields.isEmpty()) {
      return List.of();
    }
    List<Case> cases = new ArrayList<>();
    for (Field field : fields.subList(0, Math.min(fields.size(), config.signaturesMax()))) {
      cases.add(new Case(field, SignatureField.read(field)));
    }
    if (header.cut()) {
      cases.forEach(
          one -> one.end(DkimResult.Code.PERMERROR, "the header section is too long to check"));
    }
    KeyLookup keys = new KeyLookup(resolver, records);
    for (Case one : cases) {
      one.prepare(keys, now);
    }
    sum(message, header, cases);
    List<DkimResult> results = new ArrayList<>(cases.stream().map(Case::result).toList());
    if (fields.size() > cases.size()) {
      results.add(unseen(fields.size() - cases.size()));
    }
    return results;
  }

  private void sum(Octets message, Header header, List<Case> cases) throws IOException {
    Set<BodyHashes.Way> ways =
        cases.stream().filter(Case::isOpen).map(Case::way).collect(Collectors.toSet());
    if (ways.isEmpty()) {
      return;
    }
    Map<BodyHashes.Way, BodyHashes.Hash> hashes = BodyHashes.of(message, header.end(), ways);
    SignedFields fields = new SignedFields(header);
    for (Case one : cases) {
      if (one.isOpen()) {
        one.sum(hashes, fields);
      }
    }
  }

  private static DkimResult unseen(int signatures) {
    Why why = new Why("%d more signatures were not looked at".formatted(signatures));
    return DkimResult.of(DkimResult.Code.NEUTRAL, Optional.empty(), why);
  }

  /** One signature on its way to a result. */
  private final class Case {
    private final Field field;
    private final Reading reading;
    private Optional<KeyLookup.Found> key = Optional.empty();
    private Optional<Verdict> verdict = Optional.empty();

    Case(Field field, Reading reading) {
      this.field = field;
      this.reading = reading;
    }

    boolean isOpen() {
      return verdict.isEmpty();
    }

    void end(DkimResult.Code code, String finding) {
      verdict = Optional.of(new Verdict(code, finding));
    }

    void prepare(KeyLookup keys, Instant now) throws InterruptedException {
      if (isOpen()) {
        verdict =
            switch (reading) {
              case Reading.Unreadable(var code, var reason, _) ->
                  Optional.of(new Verdict(code, reason));
              case Reading.Read(var signature) -> prepare(signature, keys, now);
            };
      }
    }

    private Optional<Verdict> prepare(SignatureField signature, KeyLookup keys, Instant now)
        throws InterruptedException {
      Optional<Verdict> early = check.beforeKey(signature, now);
      if (early.isPresent()) {
        return early;
      }
      KeyLookup.Found found = keys.find(signature.selector(), signature.domain());
      key = Optional.of(found);
      return switch (found) {
        case KeyLookup.Found.Key(var record, _) -> check.key(signature, record);
        case KeyLookup.Found.None(var code, var why) -> Optional.of(new Verdict(code, why));
      };
    }

    private SignatureField signature() {
      return ((Reading.Read) reading).signature();
    }

    BodyHashes.Way way() {
      return signature().way();
    }

    void sum(Map<BodyHashes.Way, BodyHashes.Hash> hashes, SignedFields fields) {
      BodyHashes.Hash hash = hashes.get(way());
      if (hash != null && key.orElseThrow() instanceof KeyLookup.Found.Key(var record, _)) {
        verdict = Optional.of(check.sum(signature(), record, hash, fields));
      }
    }

    DkimResult result() {
      Verdict found = verdict.orElseThrow();
      Optional<TagList> tags =
          reading instanceof Reading.Unreadable(_, _, var some)
              ? some
              : TagList.parse(field.value());
      Optional<Domain> domain =
          tags.flatMap(some -> some.word("d"))
              .flatMap(Domain::parse)
              .filter(name -> !name.isLiteral());
      boolean testing =
          key.filter(some -> some instanceof KeyLookup.Found.Key(var record, _) && record.testing())
              .isPresent();
      String mark = word(tags, "b");
      return new DkimResult(
          found.code(),
          domain,
          word(tags, "s"),
          reading instanceof Reading.Read(var signature) ? signature.identity() : word(tags, "i"),
          word(tags, "a"),
          mark.substring(0, Math.min(MARK_CHARS, mark.length())),
          testing,
          why(found, word(tags, "a"), domain));
    }

    private Why why(Verdict found, String algorithm, Optional<Domain> domain) {
      List<Why> because = new ArrayList<>();
      key.filter(KeyLookup.Found.Key.class::isInstance).ifPresent(some -> because.add(some.why()));
      because.add(found.why());
      String whose = domain.map(Domain::name).orElse("nobody");
      return new Why(
          "%s signature of %s: %s"
              .formatted(algorithm.isEmpty() ? "unknown" : algorithm, whose, found.code()),
          because);
    }

    private static String word(Optional<TagList> tags, String tag) {
      return tags.flatMap(some -> some.word(tag)).orElse("");
    }
  }
}
