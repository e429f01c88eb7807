package mailroad.mailauth.dkim;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import mailroad.kernel.Domain;
import mailroad.mime.Field;

/**
 * What a {@code DKIM-Signature} field says (RFC 6376 section 3.5), or an {@code ARC-Message-Signature}, which is nearly
 * the same (RFC 8617 section 4.1.2).
 *
 * @param field as it stands
 * @param signature {@code b=}
 * @param bodyHash {@code bh=}
 * @param header how header fields are signed, from {@code c=}
 * @param body how the body is
 * @param domain {@code d=}
 * @param selector {@code s=}
 * @param identity {@code i=}, or {@code @} and the domain
 * @param names {@code h=}
 * @param length {@code l=}
 * @param made {@code t=}
 * @param expires {@code x=}
 */
public record SignatureField(
    Field field,
    Algorithm algorithm,
    byte[] signature,
    byte[] bodyHash,
    Canonical header,
    Canonical body,
    Domain domain,
    String selector,
    String identity,
    List<String> names,
    OptionalLong length,
    Optional<Instant> made,
    Optional<Instant> expires) {
  /** The latest moment that is told apart from never. */
  private static final long SECONDS_MAX = 999_999_999_999L;

  /** The record's list does not change. */
  public SignatureField {
    names = List.copyOf(names);
  }

  /** What reading came to. */
  public sealed interface Reading {
    /** The field can be checked. */
    record Read(SignatureField signature) implements Reading {}

    /**
     * The field cannot be checked.
     *
     * @param code what it counts as
     * @param tags what of it could be read
     */
    record Unreadable(DkimResult.Code code, String reason, Optional<TagList> tags)
        implements Reading {}
  }

  /** What is wrong with a field. */
  private static final class Wrong extends Exception {
    private static final long serialVersionUID = 1;

    Wrong(String reason) {
      super(reason, null, false, false);
    }
  }

  /** Reads a {@code DKIM-Signature}. */
  public static Reading read(Field field) {
    return read(field, false);
  }

  /** Reads an {@code ARC-Message-Signature}: no version, and {@code i=} counts sets. */
  public static Reading readArc(Field field) {
    return read(field, true);
  }

  private static Reading read(Field field, boolean arc) {
    Optional<TagList> tags = TagList.parse(field.value());
    try {
      TagList read = tags.orElseThrow(() -> new Wrong("its tags cannot be read"));
      if (!arc && !read.word("v").equals(Optional.of("1"))) {
        throw new Wrong("it is not of version 1");
      }
      return new Reading.Read(of(field, read, arc));
    } catch (Wrong e) {
      return new Reading.Unreadable(DkimResult.Code.NEUTRAL, String.valueOf(e.getMessage()), tags);
    }
  }

  private static SignatureField of(Field field, TagList tags, boolean arc) throws Wrong {
    Domain domain = domain(tags);
    String selector = word(tags, "s");
    if (Domain.parse(KeyLookup.name(selector, domain)).isEmpty()) {
      throw new Wrong("s= is no name");
    }
    String[] forms = tags.word("c").orElse("simple/simple").split("/", -1);
    String identity = arc ? "@" + domain : tags.word("i").orElse("@" + domain);
    SignatureField read =
        new SignatureField(
            field,
            Algorithm.parse(word(tags, "a"))
                .orElseThrow(() -> new Wrong("its algorithm is unknown")),
            octets(tags, "b"),
            octets(tags, "bh"),
            canonical(forms, 0),
            canonical(forms, 1),
            domain,
            selector,
            identity,
            tags.list("h"),
            number(tags, "l"),
            moment(tags, "t"),
            moment(tags, "x"));
    read.check(tags);
    return read;
  }

  private void check(TagList tags) throws Wrong {
    if (names.isEmpty()) {
      throw new Wrong("h= names no field");
    }
    if (!within(identity, domain)) {
      throw new Wrong("i= does not lie within d=");
    }
    // RFC 6376 section 3.5: a key that is to be had in another way only is out of reach.
    if (tags.value("q").isPresent()
        && tags.list("q").stream().noneMatch(way -> way.equalsIgnoreCase("dns/txt"))) {
      throw new Wrong("its key is not in DNS");
    }
    if (made.isPresent() && expires.isPresent() && !expires.get().isAfter(made.get())) {
      throw new Wrong("it expires before it was made");
    }
  }

  /** RFC 6376 section 3.5: the domain of {@code i=} is {@code d=} or lies below it. */
  private static boolean within(String identity, Domain domain) {
    return identityDomain(identity).filter(of -> of.isWithin(domain)).isPresent();
  }

  private static Optional<Domain> identityDomain(String identity) {
    int at = identity.lastIndexOf('@');
    return at < 0 ? Optional.empty() : Domain.parse(identity.substring(at + 1));
  }

  /** Whether {@code i=} names the domain itself, as a key with {@code t=s} demands. */
  boolean isForDomainItself() {
    return identityDomain(identity).equals(Optional.of(domain));
  }

  /** Whether a field of this name is signed. */
  public boolean covers(String name) {
    return names.stream().anyMatch(name::equalsIgnoreCase);
  }

  /** The way in which the body is hashed. */
  public BodyHashes.Way way() {
    return new BodyHashes.Way(body, length);
  }

  private static Domain domain(TagList tags) throws Wrong {
    return Domain.parse(word(tags, "d"))
        .filter(domain -> !domain.isLiteral())
        .orElseThrow(() -> new Wrong("d= is no domain"));
  }

  private static String word(TagList tags, String tag) throws Wrong {
    return tags.word(tag)
        .filter(value -> !value.isEmpty())
        .orElseThrow(() -> new Wrong("it has no " + tag + "="));
  }

  private static byte[] octets(TagList tags, String tag) throws Wrong {
    word(tags, tag);
    return tags.octets(tag).orElseThrow(() -> new Wrong(tag + "= is not base64"));
  }

  /** RFC 6376 section 3.5: where the second half is missing, the body is simple. */
  private static Canonical canonical(String[] forms, int half) throws Wrong {
    if (forms.length > 2) {
      throw new Wrong("c= is unknown");
    }
    return half < forms.length
        ? Canonical.parse(forms[half].toLowerCase(Locale.ROOT))
            .orElseThrow(() -> new Wrong("c= is unknown"))
        : Canonical.SIMPLE;
  }

  private static OptionalLong number(TagList tags, String tag) throws Wrong {
    OptionalLong number = tags.number(tag);
    if (number.isEmpty() && tags.value(tag).isPresent()) {
      throw new Wrong(tag + "= is no number");
    }
    return number;
  }

  /** RFC 6376 section 3.5: what has more than twelve digits is never. */
  private static Optional<Instant> moment(TagList tags, String tag) throws Wrong {
    OptionalLong seconds = number(tags, tag);
    return seconds.isEmpty()
        ? Optional.empty()
        : Optional.of(Instant.ofEpochSecond(Math.min(seconds.getAsLong(), SECONDS_MAX)));
  }
}
