package mailroad.app;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import mailroad.dns.Resolver;
import mailroad.kernel.Text;
import mailroad.kernel.World;
import mailroad.mta.tls.WebHosts;
import mailroad.sasl.oauth.IntrospectionConfig;
import mailroad.sasl.oauth.Introspector;
import mailroad.wire.ClientTrust;
import mailroad.wire.http.Fetched;
import mailroad.wire.http.HttpsClient;
import mailroad.wire.http.Request;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks an issuer's introspection endpoint over HTTPS (RFC 7662 section 2.1): the token by POST, who we are by name and
 * secret. The administrator names the endpoint, so it may be in a private network. Any number of tasks ask at once, each
 * over a connection of its own.
 */
final class IntrospectionEndpoint implements Introspector {
  private static final Logger LOG = LoggerFactory.getLogger(IntrospectionEndpoint.class);
  private static final long SECRET_OCTETS_MAX = 4_096;
  private static final int HTTPS = 443;

  private final IntrospectionConfig config;
  private final Path secretFile;
  private final HttpsClient web;
  private final WebHosts hosts;
  private final URI endpoint;

  private IntrospectionEndpoint(
      World world,
      IntrospectionConfig config,
      Path secretFile,
      Resolver resolver,
      ClientTrust trust) {
    this.config = config;
    this.secretFile = secretFile;
    this.web =
        new HttpsClient(
            world, new HttpsClient.Bounds(config.timeout(), config.answerOctetsMax()), trust);
    this.hosts = new WebHosts(resolver, true);
    this.endpoint = URI.create(config.endpoint());
  }

  /** An endpoint; the secret must be there now, and is read anew at each question. */
  static IntrospectionEndpoint open(
      World world, IntrospectionConfig config, Path file, Resolver resolver, ClientTrust trust)
      throws IOException {
    Path secretFile = NodeConfig.beside(file, config.clientSecretFile());
    IntrospectionEndpoint endpoint =
        new IntrospectionEndpoint(world, config, secretFile, resolver, trust);
    endpoint.login();
    return endpoint;
  }

  @Override
  public Answer ask(String token) throws InterruptedException {
    Answer answer = answer(token);
    if (answer instanceof Answer.Silent(var reason)) {
      LOG.warn(
          "event=introspection-failed endpoint={} reason=\"{}\"", endpoint, Text.visible(reason));
    }
    return answer;
  }

  private Answer answer(String token) throws InterruptedException {
    Request request;
    try {
      request = request(token);
    } catch (IOException e) {
      return new Answer.Silent(String.valueOf(e.getMessage()));
    }
    List<InetAddress> addresses = new ArrayList<>();
    Optional<String> fault = addresses(addresses);
    if (fault.isPresent()) {
      return new Answer.Silent(fault.get());
    }
    Fetched fetched = web.ask(request, addresses);
    return fetched instanceof Fetched.Document(_, var octets)
        ? new Answer.Said(new String(octets, StandardCharsets.UTF_8))
        : new Answer.Silent(fetched.inWords());
  }

  private Request request(String token) throws IOException {
    String form = "token=" + coded(token) + "&token_type_hint=access_token";
    Request.Content content =
        new Request.Content(
            "application/x-www-form-urlencoded", form.getBytes(StandardCharsets.US_ASCII));
    String path = endpoint.getRawPath().isEmpty() ? "/" : endpoint.getRawPath();
    String query = endpoint.getRawQuery() == null ? "" : "?" + endpoint.getRawQuery();
    return new Request(
        endpoint.getHost(),
        endpoint.getPort() < 0 ? HTTPS : endpoint.getPort(),
        path + query,
        Optional.of(content),
        Optional.of(login()));
  }

  /** RFC 6749 section 2.3.1: each half coded as in a form. */
  private Request.Login login() throws IOException {
    return new Request.Login(coded(config.clientId()), coded(secret()));
  }

  private static String coded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private String secret() throws IOException {
    try {
      Grounds.requireSecret(secretFile);
      if (Files.size(secretFile) > SECRET_OCTETS_MAX) {
        throw new IOException(
            "%s is longer than %d octets".formatted(secretFile, SECRET_OCTETS_MAX));
      }
      String secret = Files.readString(secretFile).strip();
      if (secret.isEmpty()) {
        throw new IOException(secretFile + " is empty");
      }
      return secret;
    } catch (NoSuchFileException e) {
      throw new IOException("there is no " + secretFile, e);
    }
  }

  private Optional<String> addresses(List<InetAddress> out) throws InterruptedException {
    String host = endpoint.getHost();
    if (host.matches("[0-9.]+")) {
      out.add(InetAddress.ofLiteral(host));
      return Optional.empty();
    }
    return hosts.find(host, out);
  }
}
