package mailroad.mta.routing;

import java.util.Optional;
import mailroad.kernel.ReversePath;

/** Which senders a route speaks of: all, {@code <>}, or those of certain addresses. */
sealed interface SenderPattern {
  /** Whether the route speaks of this sender. */
  boolean matches(ReversePath sender);

  /** All senders, notices included. */
  record Any() implements SenderPattern {
    @Override
    public boolean matches(ReversePath sender) {
      return true;
    }
  }

  /** Notices. */
  record Nowhere() implements SenderPattern {
    @Override
    public boolean matches(ReversePath sender) {
      return sender.mailbox().isEmpty();
    }
  }

  /** Senders whose address fits. */
  record Of(AddressPattern address) implements SenderPattern {
    @Override
    public boolean matches(ReversePath sender) {
      return sender.mailbox().filter(address::matches).isPresent();
    }
  }

  /** Reads a pattern; empty if the text is none. */
  static Optional<SenderPattern> parse(String text) {
    return switch (text) {
      case "", "*" -> Optional.of(new Any());
      case "<>" -> Optional.of(new Nowhere());
      default -> AddressPattern.parse(text).map(Of::new);
    };
  }
}
