package mailroad.mailauth.dkim;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import mailroad.mime.Header;
import mailroad.mime.Octets;

/** A message that is signed in whatever way its tags say, right or not: what a foreign signer may do. */
final class Draft {
  static final String HEADER =
      """
      From: Joe <joe@a.example>\r
      To: suzie@b.example\r
      Subject:  Is dinner \tready?\r
      Date: Fri, 11 Jul 2003 21:00:37 -0700\r
      """;
  static final String BODY = "Hi. \t you\r\n\r\nJoe  \r\n\r\n\r\n";

  final Map<String, String> tags = new LinkedHashMap<>();
  private final SigningKey key;
  private String header = HEADER;
  private String body = BODY;

  Draft(SigningKey key) {
    this.key = key;
    tags.put("v", "1");
    tags.put("a", key.algorithm().toString());
    tags.put("c", "relaxed/relaxed");
    tags.put("d", key.domain().name());
    tags.put("s", key.selector());
    tags.put("h", "From:To:Subject:Date");
  }

  /** Sets tags, as {@code l=5;x=7}; a tag without {@code =} is left out. */
  Draft with(String changes) {
    for (String change : changes.strip().split("\\s*;\\s*")) {
      int equals = change.indexOf('=');
      if (equals > 0) {
        tags.put(change.substring(0, equals), change.substring(equals + 1));
      } else {
        tags.remove(change);
      }
    }
    return this;
  }

  Draft header(String other) {
    header = other;
    return this;
  }

  Draft body(String other) {
    body = other;
    return this;
  }

  String signed() {
    String[] c = tags.getOrDefault("c", "simple/simple").split("/");
    Canonical head = Canonical.parse(c[0]).orElse(Canonical.SIMPLE);
    Canonical form =
        c.length > 1 ? Canonical.parse(c[1]).orElse(Canonical.SIMPLE) : Canonical.SIMPLE;
    String l = tags.getOrDefault("l", "");
    tags.putIfAbsent("bh", hash(form, l));
    StringBuilder field = new StringBuilder("DKIM-Signature: ");
    tags.forEach((tag, value) -> field.append(tag).append('=').append(value).append(";\r\n "));
    field.append("b=");
    byte[] own = (field + "\r\n").getBytes(StandardCharsets.UTF_8);
    byte[] covered =
        new SignedFields(Header.of((header + "\r\n").getBytes(StandardCharsets.UTF_8)))
            .covered(head, java.util.List.of(tags.getOrDefault("h", "").split("\\s*:\\s*")), own);
    String b =
        Base64.getMimeEncoder(60, "\r\n\t".getBytes(StandardCharsets.US_ASCII))
            .encodeToString(Crypto.sign(key.algorithm(), key.secret(), covered));
    return field + b + "\r\n" + header + "\r\n" + body;
  }

  private String hash(Canonical form, String l) {
    try {
      byte[] octets = body.getBytes(StandardCharsets.UTF_8);
      OptionalLong length =
          l.chars().allMatch(Character::isDigit) && !l.isEmpty()
              ? OptionalLong.of(Long.parseLong(l))
              : OptionalLong.empty();
      BodyHashes.Way way = new BodyHashes.Way(form, length);
      return Base64.getEncoder()
          .encodeToString(BodyHashes.of(Octets.of(octets), 0, Set.of(way)).get(way).value());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  static byte[] canonical(Canonical canonical, String body, int chunk) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    CanonicalBody form = new CanonicalBody(canonical, (octets, n) -> out.write(octets, 0, n));
    byte[] octets = body.getBytes(StandardCharsets.ISO_8859_1);
    for (int at = 0; at < octets.length; at += chunk) {
      byte[] part = java.util.Arrays.copyOfRange(octets, at, Math.min(octets.length, at + chunk));
      form.take(part, part.length);
    }
    form.finish();
    return out.toByteArray();
  }
}
