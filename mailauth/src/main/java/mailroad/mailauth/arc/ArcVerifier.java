package mailroad.mailauth.arc;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import mailroad.dns.Resolver;
import mailroad.kernel.Domain;
import mailroad.kernel.Why;
import mailroad.mailauth.dkim.Algorithm;
import mailroad.mailauth.dkim.BodyHashes;
import mailroad.mailauth.dkim.Crypto;
import mailroad.mailauth.dkim.DkimConfig;
import mailroad.mailauth.dkim.DkimResult;
import mailroad.mailauth.dkim.KeyLookup;
import mailroad.mailauth.dkim.KeyRecord;
import mailroad.mailauth.dkim.SignatureCheck;
import mailroad.mailauth.dkim.SignatureField;
import mailroad.mailauth.dkim.SignedFields;
import mailroad.mailauth.dkim.TagList;
import mailroad.mailauth.reading.Memory;
import mailroad.mime.Header;
import mailroad.mime.MimeLimits;
import mailroad.mime.Octets;

/**
 * Checks chains of ARC sets (RFC 8617 section 5.2): that they are whole, that the newest server's signature over the
 * message still holds, and that every seal does. Any number of tasks may use it; each waits for DNS, and for the disk
 * that the message lies on.
 */
public final class ArcVerifier {
  private final Resolver resolver;
  private final ArcConfig config;
  private final SignatureCheck check;
  private final Memory<Optional<KeyRecord.Reading>> records;

  /** A verifier that finds keys by this resolver. */
  public ArcVerifier(Resolver resolver, ArcConfig config, DkimConfig signatures) {
    this(resolver, config, new SignatureCheck(signatures), KeyLookup.memory(signatures.keysMax()));
  }

  private ArcVerifier(
      Resolver resolver,
      ArcConfig config,
      SignatureCheck check,
      Memory<Optional<KeyRecord.Reading>> records) {
    this.resolver = resolver;
    this.config = config;
    this.check = check;
    this.records = records;
  }

  /** The same verifier by what this resolver says, with the same memory. */
  public ArcVerifier by(Resolver other) {
    return new ArcVerifier(other, config, check, records);
  }

  /** A chain that does not hold. */
  private static final class Broken extends Exception {
    private static final long serialVersionUID = 1;
    private final transient Why why;

    Broken(Why why) {
      super(why.finding(), null, false, false);
      this.why = why;
    }

    Broken(String finding) {
      this(new Why(finding));
    }
  }

  /**
   * Checks the chain of a message.
   *
   * @throws IOException if the machine fails
   */
  public ArcResult verify(Octets message, Instant now) throws IOException, InterruptedException {
    return verify(message, Header.read(message, 0, message.size(), MimeLimits.DEFAULT), now);
  }

  /**
   * The same, where the header section was read already.
   *
   * @param header all of it, at its place in the message; no {@linkplain Header#excerpt excerpt}
   * @throws IOException if the machine fails
   */
  public ArcResult verify(Octets message, Header header, Instant now)
      throws IOException, InterruptedException {
    return switch (ArcSet.chain(header, config.setsMax())) {
      case ArcSet.Chain.None() ->
          new ArcResult(ArcResult.Code.NONE, List.of(), new Why("there are no ARC sets"));
      case ArcSet.Chain.Broken(var reason, _) ->
          new ArcResult(
              ArcResult.Code.FAIL,
              List.of(),
              new Why("the ARC sets make no chain", List.of(new Why(reason))));
      case ArcSet.Chain.Whole(var sets) -> verify(message, header, sets, now);
    };
  }

  private ArcResult verify(Octets message, Header header, List<ArcSet> sets, Instant now)
      throws IOException, InterruptedException {
    List<Domain> sealers = sets.stream().flatMap(set -> sealer(set).stream()).toList();
    List<String> findings = sets.stream().map(set -> set.results().value()).toList();
    KeyLookup keys = new KeyLookup(resolver, records);
    List<Why> because = new ArrayList<>();
    try {
      if (header.cut()) {
        throw new Broken("the header section is too long to check");
      }
      checkStates(sets);
      because.add(message(message, header, sets.getLast(), keys, now));
      for (int i = sets.size(); i >= 1; i--) {
        because.add(seal(sets.subList(0, i), keys));
      }
      return new ArcResult(
          ArcResult.Code.PASS,
          sealers,
          findings,
          new Why("the chain of %d ARC sets holds".formatted(sets.size()), because));
    } catch (Broken e) {
      because.add(e.why);
      return new ArcResult(
          ArcResult.Code.FAIL,
          sealers,
          findings,
          new Why("the chain of %d ARC sets does not hold".formatted(sets.size()), because));
    }
  }

  private static Optional<Domain> sealer(ArcSet set) {
    return set.tags().word("d").flatMap(Domain::parse).filter(domain -> !domain.isLiteral());
  }

  /** RFC 8617 section 5.2, steps 2 and 3: the first seal says {@code none}, all others {@code pass}. */
  private static void checkStates(List<ArcSet> sets) throws Broken {
    if (sets.getLast().validation().equals("fail")) {
      throw new Broken("set %d says that it failed before".formatted(sets.size()));
    }
    for (ArcSet set : sets) {
      String wanted = set.instance() == 1 ? "none" : "pass";
      if (!set.validation().equals(wanted)) {
        throw new Broken("seal %d does not say cv=%s".formatted(set.instance(), wanted));
      }
      // RFC 8617 section 4.1.3: what a seal covers is not its own to say.
      if (set.tags().value("h").isPresent()) {
        throw new Broken("seal %d has h=".formatted(set.instance()));
      }
    }
  }

  /** RFC 8617 section 5.2, step 4: the newest signature over the message. */
  private Why message(Octets message, Header header, ArcSet set, KeyLookup keys, Instant now)
      throws Broken, IOException, InterruptedException {
    SignatureField signature =
        switch (SignatureField.readArc(set.message())) {
          case SignatureField.Reading.Read(var read) -> read;
          case SignatureField.Reading.Unreadable(_, var reason, _) ->
              throw new Broken("signature %d: %s".formatted(set.instance(), reason));
        };
    // RFC 8617 section 4.1.2.
    if (signature.covers(ArcSet.SEAL)) {
      throw new Broken("signature %d covers a seal".formatted(set.instance()));
    }
    KeyLookup.Found.Key key = key(keys, signature.selector(), signature.domain());
    SignatureCheck.Verdict verdict =
        check.beforeKey(signature, now).or(() -> check.key(signature, key.record())).orElse(null);
    if (verdict == null) {
      BodyHashes.Hash hash =
          BodyHashes.of(message, header.end(), Set.of(signature.way())).get(signature.way());
      if (hash == null) {
        throw new IllegalStateException("each way has its hash");
      }
      verdict = check.sum(signature, key.record(), hash, new SignedFields(header));
    }
    String what = "signature %d of %s".formatted(set.instance(), signature.domain());
    if (verdict.code() != DkimResult.Code.PASS) {
      throw new Broken(new Why(what + " does not hold", List.of(verdict.why())));
    }
    return new Why(what + " holds", List.of(key.why(), verdict.why()));
  }

  /** RFC 8617 section 5.2, step 6: one seal, over all sets up to its own. */
  private Why seal(List<ArcSet> sets, KeyLookup keys) throws Broken, InterruptedException {
    ArcSet set = sets.getLast();
    TagList tags = set.tags();
    String what = "seal %d".formatted(set.instance());
    Domain domain = sealer(set).orElseThrow(() -> new Broken(what + " has no d="));
    String selector = tags.word("s").orElse("");
    if (Domain.parse(KeyLookup.name(selector, domain)).isEmpty()) {
      throw new Broken(what + " has no s=");
    }
    Algorithm algorithm =
        tags.word("a")
            .flatMap(Algorithm::parse)
            .filter(Algorithm::isStrong)
            .orElseThrow(() -> new Broken(what + " is of an algorithm that is not believed"));
    byte[] signature = tags.octets("b").orElseThrow(() -> new Broken(what + " has no b="));
    KeyLookup.Found.Key key = key(keys, selector, domain);
    Optional<SignatureCheck.Verdict> verdict = check.key(algorithm, key.record());
    if (verdict.isPresent()) {
      throw new Broken(new Why(what + " does not hold", List.of(verdict.get().why())));
    }
    if (!Crypto.verify(algorithm, key.record().key(), ArcSet.covered(sets), signature)) {
      throw new Broken("%s of %s does not hold".formatted(what, domain));
    }
    return new Why("%s of %s holds".formatted(what, domain), List.of(key.why()));
  }

  private static KeyLookup.Found.Key key(KeyLookup keys, String selector, Domain domain)
      throws Broken, InterruptedException {
    return switch (keys.find(selector, domain)) {
      case KeyLookup.Found.Key key -> key;
      case KeyLookup.Found.None(_, var why) -> throw new Broken(why);
    };
  }
}
