package mailroad.mailauth.dkim;

import java.io.IOException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import mailroad.mime.Octets;

/**
 * SHA-256 of a message's body, in each of the ways that its signatures want, in one pass over the octets (RFC 6376
 * section 3.7). Memory is the same however large the body.
 */
public final class BodyHashes {
  private static final int BLOCK_OCTETS = 32_768;

  private BodyHashes() {}

  /**
   * A way of hashing.
   *
   * @param length how many octets of the canonical form count ({@code l=}); empty for all
   */
  public record Way(Canonical canonical, OptionalLong length) {}

  /**
   * What came of it.
   *
   * @param octets size of the whole canonical form
   * @param hashed how many of them were hashed
   */
  public record Hash(byte[] value, long octets, long hashed) {}

  /**
   * Hashes a body.
   *
   * @param from place in the message where the body begins
   * @throws IOException if the machine fails
   */
  public static Map<Way, Hash> of(Octets message, long from, Set<Way> ways) throws IOException {
    Map<Way, Limited> digests = new HashMap<>();
    List<CanonicalBody> bodies = new ArrayList<>();
    for (Canonical canonical : Canonical.values()) {
      List<Limited> wanted = new ArrayList<>();
      for (Way way : ways) {
        if (way.canonical() == canonical) {
          Limited digest = new Limited(way.length().orElse(Long.MAX_VALUE));
          digests.put(way, digest);
          wanted.add(digest);
        }
      }
      if (!wanted.isEmpty()) {
        bodies.add(new CanonicalBody(canonical, (octets, n) -> take(wanted, octets, n)));
      }
    }
    if (!bodies.isEmpty()) {
      read(message, from, bodies);
    }
    Map<Way, Hash> out = new HashMap<>();
    digests.forEach((way, digest) -> out.put(way, digest.hash()));
    return out;
  }

  private static void take(List<Limited> digests, byte[] octets, int length) {
    for (Limited digest : digests) {
      digest.take(octets, length);
    }
  }

  private static void read(Octets message, long from, List<CanonicalBody> bodies)
      throws IOException {
    byte[] block = new byte[Math.clamp(message.size() - from, 0, BLOCK_OCTETS)];
    for (long at = from; at < message.size(); ) {
      int n = message.read(at, block, 0, block.length);
      if (n <= 0) {
        throw new java.io.EOFException("%d octets end at %d".formatted(message.size(), at));
      }
      for (CanonicalBody body : bodies) {
        body.take(block, n);
      }
      at += n;
    }
    bodies.forEach(CanonicalBody::finish);
  }

  /** A digest of no more than so many octets. */
  private static final class Limited {
    private final MessageDigest digest = Crypto.sha256();
    private final long limit;
    private long octets;
    private long hashed;

    Limited(long limit) {
      this.limit = limit;
    }

    void take(byte[] from, int length) {
      int n = (int) Math.min(length, limit - hashed);
      digest.update(from, 0, n);
      hashed += n;
      octets += length;
    }

    Hash hash() {
      return new Hash(digest.digest(), octets, hashed);
    }
  }
}
