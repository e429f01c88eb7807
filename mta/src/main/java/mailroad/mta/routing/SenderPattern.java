package mailroad.mta.routing;

import java.util.Optional;
import mailroad.kernel.EmailAddress;
import mailroad.kernel.ReversePath;

/** Which senders a route speaks of: all, {@code <>}, an address, a domain, or all below a domain. */
sealed interface SenderPattern {
  /** Whether the route speaks of this sender. */
  boolean matches(ReversePath sender);

  /** All senders. */
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

  /** One address. */
  record Exactly(EmailAddress address) implements SenderPattern {
    @Override
    public boolean matches(ReversePath sender) {
      return sender.mailbox().filter(address::equals).isPresent();
    }
  }

  /** All addresses of a domain. */
  record Of(DomainPattern domain) implements SenderPattern {
    @Override
    public boolean matches(ReversePath sender) {
      return sender.mailbox().filter(a -> domain.matches(a.domain())).isPresent();
    }
  }

  /** Reads a pattern; empty if the text is none. */
  static Optional<SenderPattern> parse(String text) {
    return switch (text) {
      case "", "*" -> Optional.of(new Any());
      case "<>" -> Optional.of(new Nowhere());
      default ->
          text.contains("@")
              ? EmailAddress.parse(text).map(Exactly::new)
              : DomainPattern.parse(text).map(Of::new);
    };
  }
}
