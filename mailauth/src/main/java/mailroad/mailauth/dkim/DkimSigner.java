package mailroad.mailauth.dkim;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import mailroad.mime.Header;
import mailroad.mime.Octets;

/**
 * Signs messages for a domain (RFC 6376 section 5), with all its keys at once: who does not know Ed25519 finds a
 * signature by RSA (RFC 8463 section 3). Header and body are signed relaxed, so that signatures survive what servers
 * commonly do to blanks. The body is read once, in pieces. Pure but for the message's octets; any number of tasks may
 * use it.
 */
public final class DkimSigner {
  /** Nobody needs more fields of one name; without a bound, a signature could be as long as its message. */
  private static final int SAME_NAME_MAX = 8;

  private final SigningConfig config;

  /** A signer by this configuration. */
  public DkimSigner(SigningConfig config) {
    this.config = config;
  }

  /**
   * Signs a message, each line of which ends in CRLF.
   *
   * @param header its whole header section, no {@linkplain Header#excerpt excerpt}
   * @return a field for each key, whole and with its CRLF, to be put in front
   * @throws IOException if the machine fails
   */
  public List<String> sign(Octets message, Header header, List<SigningKey> keys, Instant now)
      throws IOException {
    if (keys.isEmpty()) {
      return List.of();
    }
    SignedFields fields = new SignedFields(header);
    List<String> names = names(fields);
    String bodyHash = bodyHash(message, header.end());
    List<String> out = new ArrayList<>();
    for (SigningKey key : keys) {
      FoldedField field = unsigned(key, names, bodyHash, now);
      byte[] covered =
          fields.covered(
              Canonical.RELAXED, names, field.toString().getBytes(StandardCharsets.UTF_8));
      out.add(field.spread(base64(Crypto.sign(key.algorithm(), key.secret(), covered))).toString());
    }
    return out;
  }

  /** The fields that are there, each as often as it is there, and the oversigned ones once more (RFC 6376 section 8.15). */
  private List<String> names(SignedFields fields) {
    return names(fields, config.fields(), config.oversigned());
  }

  /** The same, of other names. */
  public static List<String> names(
      SignedFields fields, List<String> wanted, List<String> oversigned) {
    List<String> names = new ArrayList<>();
    for (String name : wanted) {
      for (int i = Math.min(fields.count(name), SAME_NAME_MAX); i > 0; i--) {
        names.add(name);
      }
      if (oversigned.stream().anyMatch(name::equalsIgnoreCase)) {
        names.add(name);
      }
    }
    return names;
  }

  /** SHA-256 of a body in its relaxed form, in base64. */
  public static String bodyHash(Octets message, long from) throws IOException {
    BodyHashes.Way way = new BodyHashes.Way(Canonical.RELAXED, OptionalLong.empty());
    BodyHashes.Hash hash = BodyHashes.of(message, from, Set.of(way)).get(way);
    if (hash == null) {
      throw new IllegalStateException("each way has its hash");
    }
    return base64(hash.value());
  }

  private FoldedField unsigned(SigningKey key, List<String> names, String bodyHash, Instant now) {
    FoldedField field =
        new FoldedField("DKIM-Signature")
            .word("v=1;")
            .word("a=" + key.algorithm() + ";")
            .word("c=relaxed/relaxed;")
            .word("d=" + key.domain() + ";")
            .word("s=" + key.selector() + ";")
            .word("t=" + now.getEpochSecond() + ";");
    if (!config.validity().isZero()) {
      field.word("x=" + now.plus(config.validity()).getEpochSecond() + ";");
    }
    list(field, names);
    return field.word("bh=" + bodyHash + ";").word("b=");
  }

  /** Writes {@code h=}. */
  public static void list(FoldedField field, List<String> names) {
    for (int i = 0; i < names.size(); i++) {
      String text = names.get(i) + (i + 1 < names.size() ? ":" : ";");
      if (i == 0) {
        field.word("h=" + text);
      } else {
        field.glue(text);
      }
    }
  }

  private static String base64(byte[] octets) {
    return Base64.getEncoder().encodeToString(octets);
  }
}
