package mailroad.pop3;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import mailroad.wire.Deadline;

/** One exchange of challenges and responses (RFC 5034 section 4). Blocks the session's task. */
final class SaslExchange {
  private final Link link;
  private final Sasl mechanism;
  private final Deadline deadline;

  SaslExchange(Link link, Sasl mechanism, Deadline deadline) {
    this.link = link;
    this.mechanism = mechanism;
    this.deadline = deadline;
  }

  /** What came of it. */
  sealed interface Result {}

  /** The client has said who it is. */
  record Complete(Credentials credentials) implements Result {}

  /** It has not; {@code why} is for the client. */
  record Failed(String why) implements Result {}

  /**
   * Holds the exchange.
   *
   * @param initial the response that came with the command; {@code =} stands for an empty one
   */
  Result hold(Optional<String> initial) throws IOException {
    List<String> texts = new ArrayList<>();
    for (String challenge : mechanism.challenges()) {
      Optional<String> response =
          texts.isEmpty() && initial.isPresent()
              ? initial.map(text -> text.equals("=") ? "" : text)
              : ask(challenge);
      if (response.isPresent() && response.get().equals("*")) {
        return new Failed("cancelled as you wish");
      }
      Optional<String> text = response.flatMap(Sasl::decode);
      if (text.isEmpty()) {
        return new Failed("[AUTH] not a response in Base64");
      }
      texts.add(text.get());
    }
    return mechanism
        .credentials(texts)
        .<Result>map(Complete::new)
        .orElseGet(() -> new Failed("[AUTH] not a response of " + mechanism));
  }

  private Optional<String> ask(String challenge) throws IOException {
    link.challenge(challenge);
    return link.response(deadline.left());
  }
}
