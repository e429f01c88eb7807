package mailroad.mta.intake;

import java.util.List;
import mailroad.kernel.EmailAddress;
import mailroad.kernel.Reply;
import mailroad.kernel.Why;
import mailroad.mta.local.LocalDelivery.Lookup;
import mailroad.mta.routing.Choice;

/** What {@link Plan} found for one address when it followed it. */
public sealed interface Course {
  /** Which address. */
  EmailAddress address();

  /** Whether somebody gets the message this way, now or later. */
  default boolean leads() {
    return switch (this) {
      case Refused _, Nobody _, Circle _, TooMany _ -> false;
      case Expanded(_, _, _, var into) -> into.stream().anyMatch(Course::leads);
      case Elsewhere _, Filed _, WithoutRoom _, Again _ -> true;
    };
  }

  /** Whether some of those behind it were not followed, since they were too many. */
  default boolean isCutShort() {
    return switch (this) {
      case TooMany _ -> true;
      case Expanded(_, _, _, var into) -> into.stream().anyMatch(Course::isCutShort);
      case Refused _, Nobody _, Circle _, Elsewhere _, Filed _, WithoutRoom _, Again _ -> false;
    };
  }

  /** A route refuses it, and with it the whole message. */
  record Refused(EmailAddress address, Choice choice, Reply reply) implements Course {}

  /** Into the queue, or dropped by a route. */
  record Elsewhere(EmailAddress address, Choice choice) implements Course {}

  /** Into a mailbox here. */
  record Filed(EmailAddress address, Choice choice, Lookup.ToAccount to) implements Course {}

  /** Into the queue, until its mailbox here has room. */
  record WithoutRoom(EmailAddress address, Choice choice, Lookup.Full lookup) implements Course {}

  /** Nobody here has it. */
  record Nobody(EmailAddress address, Choice choice, Lookup.Unknown lookup) implements Course {}

  /** It becomes others. */
  record Expanded(EmailAddress address, Choice choice, Lookup.Forward lookup, List<Course> into)
      implements Course {
    /** The record's list does not change. */
    public Expanded {
      into = List.copyOf(into);
    }
  }

  /** The message goes there already. */
  record Again(EmailAddress address) implements Course {}

  /** The way came from there. */
  record Circle(EmailAddress address) implements Course {}

  /** It becomes others, who would be too many. */
  record TooMany(EmailAddress address, Why why) implements Course {}
}
