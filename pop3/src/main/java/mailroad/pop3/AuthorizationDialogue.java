package mailroad.pop3;

import java.util.Optional;
import mailroad.pop3.Answer.BeginTls;
import mailroad.pop3.Answer.Check;
import mailroad.pop3.Answer.Exchange;
import mailroad.pop3.Answer.Lines;
import mailroad.pop3.Answer.No;
import mailroad.pop3.Answer.Ok;
import mailroad.pop3.Answer.Wrong;
import mailroad.pop3.Dialogue.Step;
import mailroad.pop3.State.Authorization;
import mailroad.sasl.Mechanism;

/** Before the login (RFC 1939 section 4, RFC 2595 section 4, RFC 5034). */
final class AuthorizationDialogue {
  private AuthorizationDialogue() {}

  static Step next(Authorization state, Command command, Offer offer) {
    return switch (command) {
      case Command.Bad(String why) -> new Step(new Wrong(why), state);
      case Command.Quit() -> new Step(new Ok("bye"), new State.Ended(State.Why.QUIT));
      case Command.Capa() -> new Step(Capabilities.beforeLogin(offer), state);
      case Command.Stls() -> stls(state, offer);
      case Command.User _, Command.Pass _, Command.Auth _, Command.AuthList _ when !offer.login() ->
          refused(offer);
      case Command.User _, Command.Pass _ when !offer.user() ->
          new Step(new No("[AUTH] use AUTH"), Authorization.FRESH);
      case Command.User(String name) ->
          new Step(new Ok("and the password"), new Authorization(Optional.of(name)));
      case Command.Pass(String password) -> pass(state, password);
      case Command.AuthList() ->
          new Step(new Lines("mechanisms", Capabilities.names(offer)), state);
      case Command.Auth(String mechanism, Optional<String> response) ->
          auth(mechanism, response, offer);
      case Command.Lang(Optional<String> language) -> new Step(Languages.answer(language), state);
      // RFC 6856 section 2.1: names and passwords are UTF-8 here in any case, and content goes as
      // it is.
      case Command.Utf8() -> new Step(new Ok("UTF8 it is"), state);
      case Command.Stat _,
          Command.Listing _,
          Command.Uidl _,
          Command.Retr _,
          Command.Top _,
          Command.Dele _,
          Command.Noop _,
          Command.Rset _ ->
          new Step(new Wrong("log in first"), state);
    };
  }

  /** RFC 2595 section 4: only before the login; whatever was said before is forgotten. */
  private static Step stls(Authorization state, Offer offer) {
    return offer.stls()
        ? new Step(new BeginTls(), Authorization.FRESH)
        : new Step(new Wrong("TLS is not on offer here"), state);
  }

  private static Step refused(Offer offer) {
    String text =
        offer.stls() ? "no passwords in the clear, use STLS first" : "no login without TLS";
    return new Step(new No("[AUTH] " + text), Authorization.FRESH);
  }

  private static Step pass(Authorization state, String password) {
    // RFC 1939 section 7: whether a name exists is not told before the password has come.
    return state
        .user()
        .map(name -> new Step(new Check(new Credentials(name, password)), Authorization.FRESH))
        .orElseGet(() -> new Step(new Wrong("USER comes first"), state));
  }

  private static Step auth(String mechanism, Optional<String> response, Offer offer) {
    return Mechanism.named(mechanism).filter(offer.mechanisms()::contains).isPresent()
        ? new Step(new Exchange(mechanism, response), Authorization.FRESH)
        : new Step(new Wrong("unknown mechanism"), Authorization.FRESH);
  }
}
