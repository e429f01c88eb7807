package mailroad.pop3;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import mailroad.kernel.Text;
import mailroad.pop3.Answer.Content;
import mailroad.pop3.Answer.Lines;
import mailroad.pop3.Answer.No;
import mailroad.pop3.Answer.Ok;
import mailroad.pop3.Answer.Update;
import mailroad.pop3.Answer.Wrong;
import mailroad.pop3.Dialogue.Step;
import mailroad.pop3.Maildrop.Entry;
import mailroad.pop3.State.Transaction;

/** After the login (RFC 1939 sections 5 and 7). */
final class TransactionDialogue {
  private TransactionDialogue() {}

  static Step next(Transaction state, Command command, Offer offer) {
    Maildrop maildrop = state.maildrop();
    return switch (command) {
      case Command.Bad(String why) -> new Step(new Wrong(why), state);
      case Command.Quit() -> new Step(new Update(state), new State.Ended(State.Why.QUIT));
      case Command.Capa() -> new Step(Capabilities.afterLogin(offer), state);
      case Command.Stat() -> ok(state, maildrop.count() + " " + maildrop.octets());
      case Command.Listing(OptionalInt number) -> list(state, number, TransactionDialogue::size);
      case Command.Uidl(OptionalInt number) -> list(state, number, TransactionDialogue::uniqueId);
      case Command.Retr(int number) ->
          message(state, number, entry -> new Content(state.mailbox(), entry, OptionalInt.empty()));
      case Command.Top(int number, int lines) ->
          message(
              state, number, entry -> new Content(state.mailbox(), entry, OptionalInt.of(lines)));
      case Command.Dele(int number) -> message(state, number, entry -> delete(maildrop, entry));
      case Command.Noop() -> ok(state, "still here");
      case Command.Rset() -> {
        maildrop.reset();
        yield ok(state, inWords(maildrop));
      }
      case Command.User _, Command.Pass _, Command.Auth _, Command.AuthList _ ->
          new Step(new Wrong("logged in already"), state);
      case Command.Lang(Optional<String> language) -> new Step(Languages.answer(language), state);
      case Command.Utf8() -> new Step(new Wrong("UTF8 comes before the login"), state);
      case Command.Stls() -> new Step(new Wrong("TLS begins before the login"), state);
    };
  }

  /** What STAT says, in words, where a text is free. */
  static String inWords(Maildrop maildrop) {
    return Text.count(maildrop.count(), "message") + ", " + Text.count(maildrop.octets(), "octet");
  }

  private static Step list(Transaction state, OptionalInt number, Function<Entry, String> line) {
    if (number.isPresent()) {
      return message(state, number.getAsInt(), entry -> new Ok(line.apply(entry)));
    }
    Maildrop maildrop = state.maildrop();
    return new Step(new Lines(inWords(maildrop), maildrop.entries().map(line)), state);
  }

  private static String size(Entry entry) {
    return entry.number() + " " + entry.octets();
  }

  private static String uniqueId(Entry entry) {
    return entry.number() + " " + entry.uniqueId();
  }

  private static Answer delete(Maildrop maildrop, Entry entry) {
    maildrop.delete(entry);
    return new Ok("message " + entry.number() + " goes at QUIT");
  }

  private static Step message(Transaction state, int number, Function<Entry, Answer> answer) {
    return new Step(
        state.maildrop().entry(number).map(answer).orElseGet(() -> new No("no such message")),
        state);
  }

  private static Step ok(State state, String text) {
    return new Step(new Ok(text), state);
  }
}
