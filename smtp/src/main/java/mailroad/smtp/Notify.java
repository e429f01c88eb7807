package mailroad.smtp;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** When the sender of a message wants to hear about a recipient: NOTIFY (RFC 3461 section 4.1). */
public sealed interface Notify {
  /** What may be reported. */
  enum Occasion {
    SUCCESS,
    FAILURE,
    DELAY
  }

  /** Nothing was said: failures are reported, delays as each server likes, success is not. */
  record Unsaid() implements Notify {
    @Override
    public String toString() {
      return "";
    }
  }

  /** {@code NEVER}: not even failures. */
  record Never() implements Notify {
    @Override
    public String toString() {
      return "NEVER";
    }
  }

  /** These and no others. */
  record When(Set<Occasion> occasions) implements Notify {
    /** At least one occasion. */
    public When {
      if (occasions.isEmpty()) {
        throw new IllegalArgumentException("no occasion to notify on; that is NEVER");
      }
      occasions = Set.copyOf(occasions);
    }

    @Override
    public String toString() {
      return occasions.stream().sorted().map(Occasion::name).collect(Collectors.joining(","));
    }
  }

  /** Whether a notice is wanted. */
  default boolean wants(Occasion occasion) {
    return switch (this) {
      case Unsaid() -> occasion != Occasion.SUCCESS;
      case Never() -> false;
      case When(var occasions) -> occasions.contains(occasion);
    };
  }

  /** Reads the parameter's value, which is what {@code toString} writes; {@code ""} is {@link Unsaid}. */
  static Optional<Notify> parse(String text) {
    String upper = text.toUpperCase(Locale.ROOT);
    return switch (upper) {
      case "" -> Optional.of(new Unsaid());
      case "NEVER" -> Optional.of(new Never());
      default -> parseOccasions(upper);
    };
  }

  private static Optional<Notify> parseOccasions(String upper) {
    Set<Occasion> occasions = EnumSet.noneOf(Occasion.class);
    for (String word : upper.split(",", -1)) {
      switch (word) {
        case "SUCCESS" -> occasions.add(Occasion.SUCCESS);
        case "FAILURE" -> occasions.add(Occasion.FAILURE);
        case "DELAY" -> occasions.add(Occasion.DELAY);
        default -> {
          return Optional.empty();
        }
      }
    }
    return Optional.of(new When(occasions));
  }
}
