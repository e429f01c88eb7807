package mailroad.guard.door;

import java.util.List;
import java.util.Set;

/**
 * What the name is worth that a client gives by EHLO or HELO: scores, as evidence.
 *
 * @param ourselves it gives this server's name or address, without being it
 * @param invalid what it gives is no name
 * @param bareAddress it gives an address without brackets
 * @param wrongLiteral it gives the address of somebody else
 * @param literal it gives its own address in place of a name
 * @param unqualified its name has no domain
 * @param unresolvable its name does not exist, or has no address
 * @param refuse for which of these it is refused at once, such as {@code ["ourselves"]}; RFC 5321 section 4.1.4 forbids it
 *     for {@code unresolvable}
 */
public record HelloConfig(
    double ourselves,
    double invalid,
    double bareAddress,
    double wrongLiteral,
    double literal,
    double unqualified,
    double unresolvable,
    List<String> refuse) {
  private static final Set<String> KINDS =
      Set.of("ourselves", "invalid", "bare-address", "wrong-literal", "literal", "unqualified");

  /** Evidence alone. */
  public static final HelloConfig DEFAULT = new HelloConfig(5, 2, 2.5, 3, 0.5, 1.5, 1, List.of());

  /** Only what may be refused is. */
  public HelloConfig {
    refuse = List.copyOf(refuse);
    for (String kind : refuse) {
      if (!KINDS.contains(kind)) {
        throw new IllegalArgumentException(
            "refuse: \"%s\" is none of %s".formatted(kind, KINDS.stream().sorted().toList()));
      }
    }
  }
}
