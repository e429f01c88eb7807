package mailroad.transfer.imap;

import java.io.IOException;
import java.net.ProtocolException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import javax.net.ssl.SSLException;
import mailroad.kernel.Text;
import mailroad.kernel.World;
import mailroad.sasl.ClientSide;
import mailroad.sasl.ClientStep;
import mailroad.sasl.Credential;
import mailroad.sasl.Mechanism;
import mailroad.wire.ClientTrust;
import mailroad.wire.SaslPeer;
import mailroad.wire.Tls;
import mailroad.wire.Wire;

/** A session with another server. Blocks; used by one task. */
final class ImapClient implements AutoCloseable {
  private static final Duration TIMEOUT = Duration.ofMinutes(5);
  private static final int NONCE_OCTETS = 18;

  private final World world;
  private final Server server;
  private final Wire wire;
  private final ResponseReader reader;
  private final Set<String> capabilities = new TreeSet<>();
  private int tags;

  private ImapClient(World world, Server server, Wire wire, int literalOctetsMax) {
    this.world = world;
    this.server = server;
    this.wire = wire;
    this.reader = new ResponseReader(wire, TIMEOUT, literalOctetsMax);
  }

  /** Hears of untagged responses. */
  @FunctionalInterface
  interface Hearer {
    /** Takes one. */
    void hear(Response response) throws IOException, InterruptedException;
  }

  /**
   * Connects and logs in.
   *
   * @param trust whom to believe to be the server
   * @param literalOctetsMax the largest message that is taken
   * @throws IOException with a reason for people, if that cannot be done
   */
  static ImapClient open(
      World world, Server server, ClientTrust trust, Credential credential, int literalOctetsMax)
      throws IOException, InterruptedException {
    Wire wire = new Wire(world, world.network().connect(server.address(), TIMEOUT), TIMEOUT);
    boolean opened = false;
    try {
      Tls.Handshake handshake = Tls.client(trust, server.host());
      if (server.tls()) {
        wire.startTls(handshake, TIMEOUT);
      }
      ImapClient client = new ImapClient(world, server, wire, literalOctetsMax);
      client.greet(handshake);
      client.logIn(credential);
      opened = true;
      return client;
    } catch (SSLException e) {
      throw new IOException(
          "no TLS with %s: %s; a certificate that nobody signed whom this machine trusts is given with --trust FILE"
              .formatted(server, Text.visible(String.valueOf(e.getMessage()))),
          e);
    } finally {
      if (!opened) {
        wire.close();
      }
    }
  }

  boolean offers(String capability) {
    return capabilities.contains(capability);
  }

  private void greet(Tls.Handshake handshake) throws IOException, InterruptedException {
    Response greeting = reader.next();
    if (!greeting.tag().equals("*") || !greeting.has(0, "OK")) {
      throw new ProtocolException(server + " does not let us in: " + Text.visible(greeting.text()));
    }
    readCapabilities();
    if (wire.tls().isEmpty() && offers("STARTTLS")) {
      ask("STARTTLS", _ -> {});
      wire.startTls(handshake, TIMEOUT);
      readCapabilities(); // RFC 3501 section 6.2.1: what was told in the clear is forgotten
    }
  }

  private void readCapabilities() throws IOException, InterruptedException {
    capabilities.clear();
    ask(
        "CAPABILITY",
        response -> {
          if (response.has(0, "CAPABILITY")) {
            response.values().forEach(v -> capabilities.add(v.text().toUpperCase(Locale.ROOT)));
          }
        });
  }

  private void logIn(Credential credential) throws IOException, InterruptedException {
    byte[] nonce = new byte[NONCE_OCTETS];
    world.random().nextBytes(nonce);
    ClientSide side =
        new ClientSide(credential, SaslPeer.of(wire), HexFormat.of().formatHex(nonce));
    Set<Mechanism> offered = EnumSet.noneOf(Mechanism.class);
    for (Mechanism mechanism : Mechanism.values()) {
      if (offers("AUTH=" + mechanism.toString().toUpperCase(Locale.ROOT))) {
        offered.add(mechanism);
      }
    }
    Optional<Mechanism> chosen = side.choose(offered);
    if (chosen.isPresent()) {
      boolean bound = offered.stream().anyMatch(Mechanism::isBound);
      authenticate(chosen.get(), side.begin(chosen.get(), bound));
    } else if (credential instanceof Credential.Password(var login, var password)
        && !offers("LOGINDISABLED")
        && (wire.tls().isPresent() || wire.remote().getAddress().isLoopbackAddress())) {
      ask("LOGIN " + quote(login) + " " + quote(password), _ -> {});
    } else {
      throw new IOException(
          server + " offers no login that would keep the password secret: it has no TLS");
    }
    readCapabilities();
  }

  /** RFC 3501 section 6.2.2. */
  private void authenticate(Mechanism mechanism, ClientStep.Say first)
      throws IOException, InterruptedException {
    String tag = say("AUTHENTICATE " + mechanism);
    ClientStep.Say step = first;
    boolean begun = false;
    while (true) {
      Response response = reader.next();
      if (response.tag().equals("+")) {
        // Without an initial response the first challenge is empty, or asks for what is said first.
        ClientStep next = begun ? step.next().apply(decode(response.text())) : first;
        begun = true;
        step =
            switch (next) {
              case ClientStep.Say more -> more;
              case ClientStep.Fault(var why) ->
                  throw new IOException(server + " fails the login: " + why);
            };
        wire.write(Base64.getEncoder().encodeToString(step.response()) + "\r\n");
        wire.flush();
      } else if (response.tag().equals(tag)) {
        if (!response.has(0, "OK")) {
          throw new IOException(server + " refuses the login: " + Text.visible(response.text()));
        }
        if (!step.proven()) {
          throw new IOException(server + " has not shown that it knows the password");
        }
        return;
      }
    }
  }

  private static byte[] decode(String text) throws ProtocolException {
    try {
      return Base64.getDecoder().decode(text.strip());
    } catch (IllegalArgumentException e) {
      throw new ProtocolException("a challenge that is no base64");
    }
  }

  private String say(String command) throws IOException {
    String tag = "m" + ++tags;
    wire.write(tag + " " + command + "\r\n");
    wire.flush();
    return tag;
  }

  /**
   * Sends a command and hears what comes until it is done.
   *
   * @throws IOException if the server refuses
   */
  void ask(String command, Hearer hearer) throws IOException, InterruptedException {
    String tag = say(command);
    while (true) {
      Response response = reader.next();
      if (response.tag().equals(tag)) {
        if (!response.has(0, "OK")) {
          throw new IOException(
              "%s refuses %s: %s"
                  .formatted(server, command.split(" ", 2)[0], Text.visible(response.text())));
        }
        return;
      }
      if (response.has(0, "BYE")) {
        throw new IOException(server + " ends the session: " + Text.visible(response.text()));
      }
      hearer.hear(response);
    }
  }

  /** A string as commands have it; names are ASCII, passwords may not be. */
  static String quote(String text) {
    boolean plain = text.chars().allMatch(c -> c >= ' ' && c < 127);
    if (plain) {
      return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }
    byte[] octets = text.getBytes(StandardCharsets.UTF_8);
    return "{" + octets.length + "+}\r\n" + text;
  }

  /** The untagged responses of a command that begin so. */
  List<Response> responses(String command, String word) throws IOException, InterruptedException {
    List<Response> all = new ArrayList<>();
    ask(
        command,
        response -> {
          if (response.has(0, word)) {
            all.add(response);
          }
        });
    return all;
  }

  @Override
  public void close() {
    try {
      say("LOGOUT");
    } catch (IOException e) {
      // It has left by itself.
    } finally {
      wire.close();
    }
  }
}
