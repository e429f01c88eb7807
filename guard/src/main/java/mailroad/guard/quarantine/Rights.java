package mailroad.guard.quarantine;

import java.util.List;
import java.util.Optional;
import mailroad.guard.quarantine.QuarantineConfig.RecipientsMay;

/** Who may do what. Pure. */
record Rights(RecipientsMay recipientsMay) {
  /** What can be wanted. */
  enum Act {
    RELEASE,
    DELETE,
    LEARN,
    DOWNLOAD
  }

  /** Those of these copies that the actor has a say in. */
  static List<Copy> own(Actor actor, List<Copy> copies) {
    return switch (actor) {
      case Actor.Administrator _ -> copies;
      case Actor.Owner(var account) ->
          copies.stream().filter(copy -> copy.owner().equals(account)).toList();
    };
  }

  /** Why not; empty if the actor may. */
  Optional<String> refusal(Actor actor, Act act, Entry entry) {
    if (actor instanceof Actor.Administrator) {
      return Optional.empty();
    }
    boolean may =
        switch (act) {
          case RELEASE, DELETE, LEARN -> recipientsMay != RecipientsMay.NOTHING;
          case DOWNLOAD -> recipientsMay == RecipientsMay.DOWNLOAD;
        };
    if (!may) {
      return Optional.of("only an administrator may do that here");
    }
    return entry.cause() == Cause.DANGEROUS && act != Act.DELETE
        ? Optional.of("the message is dangerous: ask an administrator")
        : Optional.empty();
  }
}
