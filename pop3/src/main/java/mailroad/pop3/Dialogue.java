package mailroad.pop3;

/** What follows from a command: the whole of POP3 but for the doing. Pure, but for marks in the {@link Maildrop}. */
final class Dialogue {
  private Dialogue() {}

  /** The answer, and the state that follows if all goes well. */
  record Step(Answer answer, State state) {}

  /** Decides. */
  static Step next(State state, Command command, Offer offer) {
    return switch (state) {
      case State.Authorization authorization ->
          AuthorizationDialogue.next(authorization, command, offer);
      case State.Transaction transaction -> TransactionDialogue.next(transaction, command, offer);
      case State.Ended ended -> throw new IllegalStateException("ended: " + ended.why());
    };
  }
}
