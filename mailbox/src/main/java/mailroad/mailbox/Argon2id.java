package mailroad.mailbox;

import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/**
 * A password's hash with all that is needed to compute it again (RFC 9106 section 3.1), written as a PHC string.
 *
 * @param memoryKib memory in KiB
 * @param passes passes over it
 * @param lanes lanes of it
 * @param salt not to be changed
 * @param hash not to be changed
 */
record Argon2id(int memoryKib, int passes, int lanes, byte[] salt, byte[] hash) {
  static final int HASH_OCTETS = 32;

  private static final Pattern PHC =
      Pattern.compile(
          "\\$argon2id\\$v=19\\$m=(\\d{1,7}),t=(\\d{1,3}),p=(\\d{1,2})\\$([A-Za-z0-9+/]{11,86})\\$([A-Za-z0-9+/]{16,86})");

  static Argon2id with(PasswordConfig config, byte[] salt) {
    return new Argon2id(config.memoryKib(), config.passes(), config.lanes(), salt, new byte[0]);
  }

  static Optional<Argon2id> parse(String phc) {
    Matcher matcher = PHC.matcher(phc);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    return Optional.of(
        new Argon2id(
            Integer.parseInt(matcher.group(1)),
            Integer.parseInt(matcher.group(2)),
            Integer.parseInt(matcher.group(3)),
            Base64.getDecoder().decode(matcher.group(4)),
            Base64.getDecoder().decode(matcher.group(5))));
  }

  /** The same parameters with the hash of this password. Takes the memory, and a processor for a while. */
  Argon2id hashed(byte[] password) {
    Argon2BytesGenerator generator = new Argon2BytesGenerator();
    generator.init(
        new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
            .withVersion(Argon2Parameters.ARGON2_VERSION_13)
            .withMemoryAsKB(memoryKib)
            .withIterations(passes)
            .withParallelism(lanes)
            .withSalt(salt)
            .build());
    byte[] computed = new byte[hash.length == 0 ? HASH_OCTETS : hash.length];
    generator.generateBytes(password, computed);
    return new Argon2id(memoryKib, passes, lanes, salt, computed);
  }

  /** The PHC string. */
  @Override
  public String toString() {
    Base64.Encoder encoder = Base64.getEncoder().withoutPadding();
    return "$argon2id$v=19$m=%d,t=%d,p=%d$%s$%s"
        .formatted(
            memoryKib, passes, lanes, encoder.encodeToString(salt), encoder.encodeToString(hash));
  }
}
