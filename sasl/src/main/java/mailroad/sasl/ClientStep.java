package mailroad.sasl;

import java.nio.charset.StandardCharsets;
import java.util.function.Function;

/** What the client's side of an exchange does next. */
public sealed interface ClientStep {
  /**
   * Says something.
   *
   * @param proven whether a server that says yes to it has done all that the mechanism asks of it
   * @param next what to do about the server's next challenge
   */
  record Say(byte[] response, boolean proven, Function<byte[], ClientStep> next)
      implements ClientStep {
    static Say of(String response, boolean proven, Function<byte[], ClientStep> next) {
      return new Say(response.getBytes(StandardCharsets.UTF_8), proven, next);
    }

    /** Says its last. */
    static Say last(String response) {
      return of(response, true, _ -> new Fault("the server asks for more than the mechanism has"));
    }
  }

  /** Goes no further: the server does not do what the mechanism asks of it. */
  record Fault(String why) implements ClientStep {}
}
