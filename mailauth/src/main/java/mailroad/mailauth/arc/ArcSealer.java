package mailroad.mailauth.arc;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import mailroad.mailauth.dkim.Canonical;
import mailroad.mailauth.dkim.Crypto;
import mailroad.mailauth.dkim.DkimSigner;
import mailroad.mailauth.dkim.FoldedField;
import mailroad.mailauth.dkim.SignedFields;
import mailroad.mailauth.dkim.SigningKey;
import mailroad.mime.Header;
import mailroad.mime.Octets;

/**
 * Seals what this server found about a message before it goes on to others (RFC 8617 section 5.1). Pure but for the
 * message's octets; any number of tasks may use it.
 */
public final class ArcSealer {
  private final List<String> fields;

  /**
   * A sealer.
   *
   * @param fields names of the header fields that it signs
   */
  public ArcSealer(List<String> fields) {
    List<String> names = new ArrayList<>(fields);
    names.add("DKIM-Signature");
    this.fields = List.copyOf(names);
  }

  /**
   * What is sealed.
   *
   * @param header its whole header section, no {@linkplain Header#excerpt excerpt}
   * @param chain how the sets that it has were found
   * @param results the value of an {@code Authentication-Results} field, folded or not
   */
  public record Sealed(Octets message, Header header, ArcResult.Code chain, String results) {}

  /**
   * Seals a message.
   *
   * @param key by RSA: nobody else knows others yet (RFC 8617 section 4.1.3)
   * @return the fields to be put in front, each whole and with its CRLF; none where the chain has ended
   * @throws IOException if the machine fails
   */
  public List<String> seal(Sealed sealed, SigningKey key, Instant now) throws IOException {
    ArcSet.Chain chain = ArcSet.chain(sealed.header(), ArcSet.INSTANCE_MAX);
    int instance = 1 + highest(chain);
    // RFC 8617 section 5.1: a chain that failed is not gone on with, nor one that is full.
    if (instance > ArcSet.INSTANCE_MAX || hasFailed(chain)) {
      return List.of();
    }
    boolean fails = sealed.chain() == ArcResult.Code.FAIL || chain instanceof ArcSet.Chain.Broken;
    String results =
        "%s: i=%d; %s\r\n".formatted(ArcSet.RESULTS, instance, sealed.results().strip());
    String message = message(sealed, instance, key, now);
    ByteArrayOutputStream covered = new ByteArrayOutputStream(4_096);
    if (!fails && chain instanceof ArcSet.Chain.Whole(var sets)) {
      sets.forEach(set -> set.cover(covered));
    }
    Canonical.RELAXED.field(octets(results), covered);
    Canonical.RELAXED.field(octets(message), covered);
    FoldedField seal =
        new FoldedField(ArcSet.SEAL)
            .word("i=" + instance + ";")
            .word("a=" + key.algorithm() + ";")
            .word("t=" + now.getEpochSecond() + ";")
            .word("cv=" + (fails ? "fail" : instance == 1 ? "none" : "pass") + ";")
            .word("d=" + key.domain() + ";")
            .word("s=" + key.selector() + ";")
            .word("b=");
    SignedFields.unvalued(Canonical.RELAXED, octets(seal.toString()), covered);
    seal.spread(base64(Crypto.sign(key.algorithm(), key.secret(), covered.toByteArray())));
    return List.of(seal.toString(), message, results);
  }

  private static int highest(ArcSet.Chain chain) {
    return switch (chain) {
      case ArcSet.Chain.None() -> 0;
      case ArcSet.Chain.Whole(var sets) -> sets.size();
      case ArcSet.Chain.Broken(_, var highest) -> highest;
    };
  }

  private static boolean hasFailed(ArcSet.Chain chain) {
    return chain instanceof ArcSet.Chain.Whole(var sets)
        && sets.getLast().validation().equals("fail");
  }

  private String message(Sealed sealed, int instance, SigningKey key, Instant now)
      throws IOException {
    SignedFields there = new SignedFields(sealed.header());
    List<String> names = DkimSigner.names(there, fields, List.of());
    FoldedField field =
        new FoldedField(ArcSet.MESSAGE)
            .word("i=" + instance + ";")
            .word("a=" + key.algorithm() + ";")
            .word("c=relaxed/relaxed;")
            .word("d=" + key.domain() + ";")
            .word("s=" + key.selector() + ";")
            .word("t=" + now.getEpochSecond() + ";");
    DkimSigner.list(field, names);
    field
        .word("bh=" + DkimSigner.bodyHash(sealed.message(), sealed.header().end()) + ";")
        .word("b=");
    byte[] covered = there.covered(Canonical.RELAXED, names, octets(field.toString()));
    return field.spread(base64(Crypto.sign(key.algorithm(), key.secret(), covered))).toString();
  }

  private static byte[] octets(String field) {
    return field.getBytes(StandardCharsets.UTF_8);
  }

  private static String base64(byte[] octets) {
    return Base64.getEncoder().encodeToString(octets);
  }
}
