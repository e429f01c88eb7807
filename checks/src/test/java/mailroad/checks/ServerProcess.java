package mailroad.checks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A {@code mailroad serve} in a process of its own, made by {@code mailroad init --local}. */
final class ServerProcess implements AutoCloseable {
  private static final List<String> SERVICES =
      List.of("smtp", "submission", "submissions", "pop3", "pop3s", "imap", "imaps");

  private final Path folder;
  private final Map<String, Integer> ports = new LinkedHashMap<>();
  private final String login;
  private final String password;
  private Process server;

  private ServerProcess(Path folder, String login, String password, Process server) {
    this.folder = folder;
    this.login = login;
    this.password = password;
    this.server = server;
  }

  /** Makes and starts a server for a domain, on free ports. */
  static ServerProcess start(Path folder, String domain) throws IOException, InterruptedException {
    String made = run("", "init", domain, "--local", "--dir", folder.toString());
    String password = made.lines().filter(l -> l.startsWith("Password:")).findFirst().orElseThrow();
    ServerProcess process =
        new ServerProcess(
            folder,
            "admin@" + domain,
            password.substring(9).strip(),
            new ProcessBuilder("true").start());
    Path config = folder.resolve("mailroad.toml");
    String text = Files.readString(config);
    process.chooseFreePorts();
    for (String service : SERVICES) {
      int port = process.port(service);
      text =
          text.replaceFirst(
              "(?m)^" + service + " = .*$", service + " = [\"127.0.0.1:" + port + "\"]");
    }
    Files.writeString(config, text);
    process.serve();
    return process;
  }

  /** Starts the server, again if it was stopped, and waits until it is ready. */
  void serve() throws IOException {
    server =
        new ProcessBuilder(command("serve", "--config", folder.resolve("mailroad.toml").toString()))
            .redirectError(ProcessBuilder.Redirect.appendTo(log().toFile()))
            .start();
    BufferedReader out =
        new BufferedReader(new InputStreamReader(server.getInputStream(), StandardCharsets.UTF_8));
    for (String line = out.readLine(); ; line = out.readLine()) {
      if (line == null) {
        throw new IOException("the server did not start:\n" + Files.readString(log()));
      }
      if (line.contains(" is ready")) {
        return;
      }
    }
  }

  /** Asks the server to end, as a service manager does, and waits. */
  int terminate() throws InterruptedException {
    server.destroy();
    return server.waitFor();
  }

  /** Kills it where it stands. */
  void kill() throws InterruptedException {
    server.destroyForcibly().waitFor();
  }

  Path log() {
    return folder.resolve("log");
  }

  Path certificate() {
    return folder.resolve("tls/certificate.pem");
  }

  /** A connection to a service that speaks TLS from the start. */
  Socket connectByTls(String service) throws IOException, GeneralSecurityException {
    return trusting(certificate()).getSocketFactory().createSocket("127.0.0.1", port(service));
  }

  private static SSLContext trusting(Path certificate)
      throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null);
    try (var in = Files.newInputStream(certificate)) {
      store.setCertificateEntry(
          "server", CertificateFactory.getInstance("X.509").generateCertificate(in));
    }
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, factory.getTrustManagers(), null);
    return context;
  }

  /** The subjects of all messages in the first account's mailbox, by POP3 over TLS. */
  List<String> subjects() throws IOException, GeneralSecurityException {
    List<String> out = new ArrayList<>();
    try (Socket socket = connectByTls("pop3s")) {
      Talk talk = new Talk(socket);
      talk.hear();
      talk.say("USER " + login);
      talk.say("PASS " + password);
      int count = Integer.parseInt(talk.say("STAT").split(" ", -1)[1]);
      for (int i = 1; i <= count; i++) {
        talk.say("RETR " + i);
        for (String line = talk.hear(); !line.equals("."); line = talk.hear()) {
          if (line.startsWith("Subject: ")) {
            out.add(line.substring("Subject: ".length()));
          }
        }
      }
      talk.say("QUIT");
    }
    return out;
  }

  /** The process while it runs. */
  ProcessHandle handle() {
    return server.toHandle();
  }

  /** Where its configuration, data and keys lie. */
  Path folder() {
    return folder;
  }

  int port(String service) {
    return ports.getOrDefault(service, 0);
  }

  String login() {
    return login;
  }

  String password() {
    return password;
  }

  @Override
  public void close() throws InterruptedException {
    if (server.isAlive()) {
      terminate();
    }
  }

  /** Runs a command of the tool in a process of its own; fails unless it succeeds. */
  static String run(String input, String... arguments) throws IOException, InterruptedException {
    Said said = say(input, arguments);
    if (said.status() != 0) {
      throw new IOException("mailroad " + String.join(" ", arguments) + ":\n" + said.text());
    }
    return said.text();
  }

  /** What a command printed, and its exit status. */
  record Said(int status, String text) {}

  /** Runs a command of the tool in a process of its own. */
  static Said say(String input, String... arguments) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command(arguments)).redirectErrorStream(true).start();
    try (var out = process.getOutputStream()) {
      out.write(input.getBytes(StandardCharsets.UTF_8));
    }
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Said(process.waitFor(), text);
  }

  private static List<String> command(String... arguments) {
    List<String> command =
        new ArrayList<>(
            List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-XX:+UseSerialGC",
                "-Xmx512m",
                "-cp",
                System.getProperty("java.class.path"),
                "mailroad.app.Main"));
    command.addAll(List.of(arguments));
    return command;
  }

  /**
   * Chooses a port for each service that nobody listens on: below those that the system gives to
   * connections of its own, since one of these may be taken before the server starts.
   */
  private void chooseFreePorts() throws IOException {
    while (ports.size() < SERVICES.size()) {
      int port = ThreadLocalRandom.current().nextInt(10_000, 32_768);
      if (!ports.containsValue(port) && isFree(port)) {
        ports.put(SERVICES.get(ports.size()), port);
      }
    }
  }

  private static boolean isFree(int port) throws IOException {
    try (ServerSocket _ = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return true;
    } catch (BindException e) {
      return false;
    }
  }
}
