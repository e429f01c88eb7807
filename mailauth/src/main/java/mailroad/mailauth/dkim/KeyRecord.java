package mailroad.mailauth.dkim;

import java.security.PublicKey;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A public key as DNS has it (RFC 6376 section 3.6.1, RFC 8463 section 4).
 *
 * @param type {@code k=}: {@code rsa} or {@code ed25519}
 * @param testing whether the domain is only testing ({@code t=y})
 * @param strict whether {@code i=} must name the domain itself ({@code t=s})
 */
public record KeyRecord(String type, PublicKey key, boolean testing, boolean strict) {
  /** What reading came to. */
  public sealed interface Reading {
    /** A key. */
    record Key(KeyRecord record) implements Reading {}

    /** There was a key, and it counts no more (an empty {@code p=}). */
    record Revoked() implements Reading {}

    /** No key that could be used. */
    record Broken(String reason) implements Reading {}
  }

  /** How strong the key is, in bits. */
  public int bits() {
    return Crypto.bits(key);
  }

  /** Whether a TXT record is meant to be a key at all. */
  static boolean isMeant(String text) {
    return TagList.parse(text)
        .map(tags -> tags.value("v").map("DKIM1"::equals).orElse(tags.value("p").isPresent()))
        .orElse(text.startsWith("v=DKIM1"));
  }

  /** Reads a record. */
  public static Reading parse(String text) {
    Optional<TagList> parsed = TagList.parse(text);
    if (parsed.isEmpty()) {
      return new Reading.Broken("the key record cannot be read");
    }
    TagList tags = parsed.get();
    // RFC 6376 section 3.6.1: the version, where there is one, comes first.
    if (tags.value("v").isPresent()
        && !(tags.names().getFirst().equals("v") && tags.word("v").get().equals("DKIM1"))) {
      return new Reading.Broken("the key record is of another version");
    }
    if (tags.value("p").isEmpty()) {
      return new Reading.Broken("the key record has no key");
    }
    if (tags.word("p").get().isEmpty()) {
      return new Reading.Revoked();
    }
    if (!allows(tags, "h", "sha256") && !allows(tags, "h", "*")) {
      return new Reading.Broken("the key is not for SHA-256");
    }
    if (!allows(tags, "s", "email") && !allows(tags, "s", "*")) {
      return new Reading.Broken("the key is not for mail");
    }
    return key(tags);
  }

  private static Reading key(TagList tags) {
    String type = tags.word("k").orElse("rsa").toLowerCase(Locale.ROOT);
    if (!type.equals("rsa") && !type.equals("ed25519")) {
      return new Reading.Broken("the key is of an unknown type");
    }
    Optional<PublicKey> key = tags.octets("p").flatMap(octets -> Crypto.publicKey(type, octets));
    if (key.isEmpty()) {
      return new Reading.Broken("the key cannot be read");
    }
    List<String> flags = tags.list("t");
    return new Reading.Key(
        new KeyRecord(type, key.get(), flags.contains("y"), flags.contains("s")));
  }

  /** What is not said allows everything. */
  private static boolean allows(TagList tags, String tag, String what) {
    List<String> said = tags.list(tag);
    return tags.value(tag).isEmpty() || said.stream().anyMatch(what::equalsIgnoreCase);
  }
}
