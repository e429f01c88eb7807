package mailroad.smtp.client;

import java.io.IOException;
import java.util.Base64;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import mailroad.kernel.Domain;
import mailroad.kernel.Reply;
import mailroad.kernel.Reply.Kind;
import mailroad.sasl.ClientSide;
import mailroad.sasl.ClientStep;
import mailroad.sasl.Mechanism;
import mailroad.wire.SaslPeer;
import mailroad.wire.Tls;
import mailroad.wire.TlsFault;

/** Opens one session: greeting, EHLO, STARTTLS, EHLO again, AUTH. */
final class Opener {
  /** RFC 5321 section 4.5.3.1.4, less CR LF. */
  private static final int COMMAND_OCTETS_MAX = 510;

  private final Talk talk;
  private final SmtpClientConfig config;
  private final Manner manner;
  private final Security security;
  private final Optional<Login> login;
  private Stage stage = Stage.GREETING;
  private Extensions extensions = Extensions.NONE;

  Opener(
      Talk talk, SmtpClientConfig config, Manner manner, Security security, Optional<Login> login) {
    this.talk = talk;
    this.config = config;
    this.manner = manner;
    this.security = security;
    this.login = login;
  }

  /**
   * How we speak.
   *
   * @param hostname what we call ourselves
   */
  record Manner(Domain hostname, Protocol protocol, Conversion conversion) {}

  /** What ended the opening early. */
  private sealed interface Obstacle {
    record Refusal(Stage stage, Reply reply) implements Obstacle {}

    record Handshake(String reason, TlsFault fault) implements Obstacle {}

    record NoTls() implements Obstacle {}

    record Lack(String reason) implements Obstacle {}
  }

  Opening open() throws InterruptedException {
    Optional<Obstacle> obstacle;
    try {
      obstacle = converse();
    } catch (IOException e) {
      talk.wire().close();
      return new Opening.Broken(stage, Talk.reason(e), talk.transcript().lines());
    }
    if (obstacle.isEmpty()) {
      return new Opening.Opened(
          new OpenSession(talk, config, manner, extensions, login.isPresent()));
    }
    leave(obstacle.get());
    return result(obstacle.get());
  }

  private void leave(Obstacle obstacle) throws InterruptedException {
    try {
      if (!(obstacle instanceof Obstacle.Handshake)) {
        talk.say("QUIT");
        talk.wire().flush();
      }
    } catch (IOException e) {
      // It was about to go anyway; only a cancelled task ends here.
      Talk.reason(e);
    } finally {
      talk.wire().close();
    }
  }

  private Opening result(Obstacle obstacle) {
    var dialogue = talk.transcript().lines();
    return switch (obstacle) {
      case Obstacle.Refusal(var at, var reply) -> new Opening.Refused(at, reply, dialogue);
      case Obstacle.Handshake(var reason, var fault) ->
          new Opening.TlsFailed(reason, fault, dialogue);
      case Obstacle.NoTls() -> new Opening.NoTls(dialogue);
      case Obstacle.Lack(var reason) -> new Opening.Unfit(reason, dialogue);
    };
  }

  private Optional<Obstacle> converse() throws IOException, InterruptedException {
    Optional<Obstacle> obstacle = refusal(talk.hear(config.greetingTimeout()));
    if (obstacle.isEmpty()) {
      obstacle = hello();
    }
    if (obstacle.isEmpty() && talk.wire().tls().isEmpty()) {
      obstacle = secure();
    }
    return obstacle.isEmpty() && login.isPresent() ? logIn(login.get()) : obstacle;
  }

  private Optional<Obstacle> refusal(Reply reply) throws IOException {
    return switch (reply.kind()) {
      case DONE -> Optional.empty();
      case GO_ON -> throw new NotSmtpException("unexpected reply: " + reply);
      case LATER, NEVER -> Optional.of(new Obstacle.Refusal(stage, reply));
    };
  }

  private Optional<Obstacle> hello() throws IOException {
    stage = Stage.HELLO;
    String verb = manner.protocol() == Protocol.LMTP ? "LHLO " : "EHLO ";
    Reply ehlo = talk.ask(verb + manner.hostname(), config.helloTimeout());
    if (ehlo.kind() == Kind.NEVER && manner.protocol() == Protocol.SMTP) {
      // RFC 5321 section 3.2: an old server; nothing beyond RFC 821 may be assumed of it.
      extensions = Extensions.NONE;
      return refusal(talk.ask("HELO " + manner.hostname(), config.helloTimeout()));
    }
    extensions = Extensions.parse(ehlo);
    return refusal(ehlo);
  }

  private Optional<Obstacle> secure() throws IOException, InterruptedException {
    return switch (security) {
      case Security.None() -> Optional.empty();
      case Security.Opportunistic(var handshake) ->
          extensions.offers("STARTTLS") ? startTls(handshake, false) : Optional.empty();
      case Security.Required(var handshake) ->
          extensions.offers("STARTTLS")
              ? startTls(handshake, true)
              : Optional.of(new Obstacle.NoTls());
    };
  }

  private Optional<Obstacle> startTls(Tls.Handshake handshake, boolean required)
      throws IOException, InterruptedException {
    stage = Stage.TLS;
    Reply reply = talk.ask("STARTTLS", config.helloTimeout());
    Optional<Obstacle> refused = refusal(reply);
    if (refused.isPresent()) {
      // RFC 3207 section 4: 454 says that it cannot be done now; the session goes on in the clear.
      return required || reply.code() == 421 ? refused : Optional.empty();
    }
    try {
      talk.wire().startTls(handshake, config.tlsTimeout());
    } catch (IOException e) {
      return Optional.of(new Obstacle.Handshake(Talk.reason(e), TlsFault.of(e)));
    }
    return hello();
  }

  /** RFC 4954 section 4, by the strongest mechanism that both sides know. */
  private Optional<Obstacle> logIn(Login known) throws IOException {
    stage = Stage.AUTH;
    Set<Mechanism> offered = EnumSet.noneOf(Mechanism.class);
    extensions.mechanisms().stream()
        .map(Mechanism::named)
        .flatMap(Optional::stream)
        .forEach(offered::add);
    ClientSide side = new ClientSide(known.credential(), SaslPeer.of(talk.wire()), talk.nonce());
    Optional<Mechanism> chosen = side.choose(offered);
    return chosen.isPresent()
        ? exchange(
            chosen.get(), side.begin(chosen.get(), offered.contains(Mechanism.SCRAM_SHA_256_PLUS)))
        : Optional.of(
            new Obstacle.Lack(
                "the server offers no AUTH mechanism that fits the login and the connection: "
                    + offered));
  }

  private Optional<Obstacle> exchange(Mechanism mechanism, ClientStep.Say first)
      throws IOException {
    String command = "AUTH " + mechanism.word();
    String initial = command + " " + base64(first);
    boolean fits =
        !ClientSide.serverSpeaksFirst(mechanism) && initial.length() <= COMMAND_OCTETS_MAX;
    talk.say(fits ? initial : command, fits ? command + " ***" : command);
    Reply reply = talk.hear(config.helloTimeout());
    ClientStep.Say said = first;
    if (!fits && reply.kind() == Kind.GO_ON) {
      reply = respond(first);
    }
    while (reply.kind() == Kind.GO_ON) {
      switch (said.next().apply(challenge(reply))) {
        case ClientStep.Say next -> {
          said = next;
          reply = respond(next);
        }
        case ClientStep.Fault(var why) -> {
          return giveUp(why);
        }
      }
    }
    return reply.kind() == Kind.DONE && !said.proven()
        ? Optional.of(new Obstacle.Lack("the server took the login without its own proof"))
        : refusal(reply);
  }

  /** RFC 4954 section 4: a star cancels. */
  private Optional<Obstacle> giveUp(String why) throws IOException {
    talk.ask("*", config.helloTimeout());
    return Optional.of(new Obstacle.Lack(why));
  }

  private Reply respond(ClientStep.Say say) throws IOException {
    talk.say(base64(say), "***");
    return talk.hear(config.helloTimeout());
  }

  /** What stands in base64 behind 334; text that is none, as some servers say to LOGIN, counts as nothing. */
  private static byte[] challenge(Reply reply) {
    try {
      return Base64.getDecoder().decode(reply.lines().getFirst().strip());
    } catch (IllegalArgumentException e) {
      return new byte[0];
    }
  }

  private static String base64(ClientStep.Say say) {
    return Base64.getEncoder().encodeToString(say.response());
  }
}
