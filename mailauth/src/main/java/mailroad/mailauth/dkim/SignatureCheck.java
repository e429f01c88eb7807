package mailroad.mailauth.dkim;

import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import mailroad.kernel.Why;

/** The steps by which a signature is judged, each a function of what is known (RFC 6376 section 6.1). Pure. */
public final class SignatureCheck {
  private static final int GOOD_BITS = 2_048;

  private final DkimConfig config;

  /** Judges by this configuration. */
  public SignatureCheck(DkimConfig config) {
    this.config = config;
  }

  /** A step's end: the signature is judged. */
  public record Verdict(DkimResult.Code code, Why why) {
    /** A verdict that speaks for itself. */
    public Verdict(DkimResult.Code code, String finding) {
      this(code, new Why(finding));
    }
  }

  /** What is wrong with a signature before its key is known. */
  public Optional<Verdict> beforeKey(SignatureField signature, Instant now) {
    if (!signature.algorithm().isStrong()) {
      return verdict(
          DkimResult.Code.POLICY, signature.algorithm() + " is not believed: RFC 8301 section 3.1");
    }
    if (!signature.covers("From")) {
      return verdict(DkimResult.Code.PERMERROR, "it does not cover the From field");
    }
    if (signature.expires().filter(end -> end.plus(config.clockSkew()).isBefore(now)).isPresent()) {
      return verdict(DkimResult.Code.FAIL, "it expired at %s".formatted(signature.expires().get()));
    }
    if (signature.made().filter(at -> at.isAfter(now.plus(config.clockSkew()))).isPresent()) {
      return verdict(
          DkimResult.Code.FAIL,
          "it says it was made at %s, which is yet to come".formatted(signature.made().get()));
    }
    return Optional.empty();
  }

  /** What is wrong with a key for this signature. */
  public Optional<Verdict> key(SignatureField signature, KeyRecord key) {
    return key.strict() && !signature.isForDomainItself()
        ? verdict(DkimResult.Code.PERMERROR, "the key is not for subdomains, as i= names one")
        : key(signature.algorithm(), key);
  }

  /** What is wrong with a key for signatures of this algorithm. */
  public Optional<Verdict> key(Algorithm algorithm, KeyRecord key) {
    if (!key.type().equals(algorithm.keyType())) {
      return verdict(
          DkimResult.Code.PERMERROR,
          "the key is for %s, the signature is %s".formatted(key.type(), algorithm));
    }
    if (key.type().equals("rsa") && key.bits() < config.rsaBitsMin()) {
      return verdict(
          DkimResult.Code.POLICY,
          "a key of %d bits is too short to be believed: RFC 8301 section 3.2"
              .formatted(key.bits()));
    }
    return key.type().equals("rsa") && key.bits() > config.rsaBitsMax()
        ? verdict(
            DkimResult.Code.POLICY, "a key of %d bits is too long to look at".formatted(key.bits()))
        : Optional.empty();
  }

  /** Whether a signature holds over a body and fields. */
  public Verdict sum(
      SignatureField signature, KeyRecord key, BodyHashes.Hash body, SignedFields fields) {
    if (signature.length().isPresent() && signature.length().getAsLong() > body.octets()) {
      return new Verdict(
          DkimResult.Code.FAIL,
          "l= speaks of %d octets of body, and there are %d"
              .formatted(signature.length().getAsLong(), body.octets()));
    }
    if (!MessageDigest.isEqual(signature.bodyHash(), body.value())) {
      return new Verdict(DkimResult.Code.FAIL, "the body was changed: its hash is another");
    }
    byte[] covered =
        fields.covered(signature.header(), signature.names(), signature.field().octets());
    if (!Crypto.verify(signature.algorithm(), key.key(), covered, signature.signature())) {
      return new Verdict(
          DkimResult.Code.FAIL,
          "the header fields were changed, or the signature is of another key");
    }
    long left = body.octets() - body.hashed();
    return left > 0 && !config.partialBodies()
        ? new Verdict(
            DkimResult.Code.POLICY,
            "it holds, but leaves out the last %d octets of the body".formatted(left))
        : new Verdict(DkimResult.Code.PASS, new Why("it holds", notes(signature, key, fields)));
  }

  private static List<Why> notes(SignatureField signature, KeyRecord key, SignedFields fields) {
    List<Why> notes = new ArrayList<>();
    notes.add(
        new Why(
            "body %s, header fields %s: %s"
                .formatted(
                    signature.body(), signature.header(), String.join(":", signature.names()))));
    if (key.type().equals("rsa") && key.bits() < GOOD_BITS) {
      notes.add(new Why("its key is shorter than %d bits".formatted(GOOD_BITS)));
    }
    for (String name : List.of("From", "Subject", "Content-Type", "Reply-To", "To", "Date")) {
      int unsigned = fields.unsigned(name, signature.names());
      if (unsigned > 0 && signature.covers(name)) {
        notes.add(new Why("%d more %s fields are not covered".formatted(unsigned, name)));
      }
    }
    return notes;
  }

  private static Optional<Verdict> verdict(DkimResult.Code code, String finding) {
    return Optional.of(new Verdict(code, finding));
  }
}
