package mailroad.guard.learn;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import mailroad.guard.text.MessageTexts;
import mailroad.guard.verdict.Suspect;
import mailroad.kernel.Domain;
import mailroad.mime.Octets;
import mailroad.mime.Structure;

/**
 * What a message is known by: a set of tokens, such as words of its text and subject, pairs of words, its sender, the
 * hosts of its links, the network that it came from, the names of its fields. Does not change.
 */
public final class Features {
  private final List<String> tokens;
  private final long[] hashes;

  /** Of these tokens. */
  Features(List<String> tokens) {
    this.tokens = List.copyOf(tokens);
    this.hashes = new long[tokens.size()];
    for (int i = 0; i < hashes.length; i++) {
      hashes[i] = hash(tokens.get(i));
    }
  }

  /** Each once, in the order in which they were found; one of a field begins with a short name and a colon. */
  public List<String> tokens() {
    return tokens;
  }

  /**
   * The features of a message.
   *
   * @param ours names by which this server writes trace fields: the uppermost of these says where it came from
   * @throws IOException if the machine fails
   */
  public static Features of(
      Octets message, Structure structure, ClassifierConfig config, Set<Domain> ours)
      throws IOException {
    MessageTexts texts =
        MessageTexts.of(message, structure, config.textOctetsMax(), FeatureReader.LINKS_MAX);
    return new FeatureReader(config, ours).read(structure, texts);
  }

  /** The features of a message that is being judged. */
  static Features of(Suspect suspect, ClassifierConfig config, Set<Domain> ours)
      throws IOException {
    MessageTexts texts = suspect.texts(config.textOctetsMax(), FeatureReader.LINKS_MAX);
    return new FeatureReader(config, ours).read(suspect.structure(), texts);
  }

  /** The hashes of the tokens, in their order; not to be changed. */
  long[] hashes() {
    return hashes;
  }

  /** 64 bits, FNV-1a over the characters with a last stir; never 0. */
  static long hash(String token) {
    long hash = 0xcbf29ce484222325L;
    for (int i = 0; i < token.length(); i++) {
      hash = (hash ^ token.charAt(i)) * 0x100000001b3L;
    }
    hash = (hash ^ hash >>> 33) * 0xff51afd7ed558ccdL;
    hash ^= hash >>> 33;
    return hash == 0 ? 1 : hash;
  }

  /** The same for the same tokens, whatever their order. */
  byte[] fingerprint() {
    long[] sorted = hashes.clone();
    Arrays.sort(sorted);
    ByteBuffer octets = ByteBuffer.allocate(sorted.length * Long.BYTES);
    Arrays.stream(sorted).forEach(octets::putLong);
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(octets.array());
      return Arrays.copyOf(digest, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
