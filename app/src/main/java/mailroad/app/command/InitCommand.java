package mailroad.app.command;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import mailroad.app.ListenConfig;
import mailroad.app.LogConfig;
import mailroad.app.NodeConfig;
import mailroad.app.OfflineAccess;
import mailroad.app.admin.Access;
import mailroad.app.admin.AdminException;
import mailroad.app.admin.Hint;
import mailroad.app.admin.Json;
import mailroad.app.config.ConfigFile;
import mailroad.app.config.Reference;
import mailroad.kernel.Domain;
import mailroad.kernel.EmailAddress;
import mailroad.kernel.Text;
import mailroad.wire.SelfSigned;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code mailroad init}: everything that a server needs, made in one go. */
@Command(
    name = "init",
    description = {
      "Makes a working server for a domain, and says what to publish in DNS.",
      "It gets a configuration, a data folder, a TLS key and a self-signed certificate, keys to sign mail",
      "with, and a first account with a generated password."
    },
    mixinStandardHelpOptions = true)
final class InitCommand implements Callable<Integer> {
  private static final Duration CERTIFICATE_VALIDITY = Duration.ofDays(3650);

  @Mixin private Common common = new Common();

  @Parameters(paramLabel = "DOMAIN", description = "the domain that gets mail here")
  private String domainText = "";

  @Option(
      names = "--dir",
      paramLabel = "FOLDER",
      description = "where all is written (default: the current folder)")
  private Path folder = Path.of("");

  @Option(
      names = "--local",
      description = "listen on 127.0.0.1, on ports that need no root (2525, 2587, 2465, 2110, ...)")
  private boolean local;

  @Option(
      names = "--hostname",
      paramLabel = "NAME",
      description = "name of this server (default: mail.DOMAIN)")
  private @Nullable String hostnameText;

  @Option(
      names = "--account",
      paramLabel = "NAME",
      description = "local part of the first account (default: ${DEFAULT-VALUE})")
  private String account = "admin";

  @Override
  public Integer call() throws Exception {
    Domain domain = domain("DOMAIN", domainText);
    Domain host = domain("--hostname", hostnameText == null ? "mail." + domainText : hostnameText);
    EmailAddress first =
        EmailAddress.parse(account + "@" + domain)
            .orElseThrow(() -> new AdminException("not a local part: " + Text.visible(account)));
    Path file = write(domain, host);
    Filled made = fill(file, domain, first);
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("config", file.toString());
    answer.put("account", first.toString());
    answer.put("password", made.account().path("password").asString(""));
    answer.put("dns", records(domain, host, made));
    common.print(Json.tree(answer), _ -> story(file, domain, host, first, made));
    return 0;
  }

  private static Domain domain(String what, String text) throws AdminException {
    return Domain.parse(text)
        .filter(domain -> !domain.isLiteral())
        .orElseThrow(() -> new AdminException(what + " is not a domain: " + Text.visible(text)));
  }

  private Path write(Domain domain, Domain host) throws IOException {
    Files.createDirectories(folder.toAbsolutePath());
    Path file = folder.resolve("mailroad.toml");
    if (Files.exists(file)) {
      throw new FileAlreadyExistsException(file.toString());
    }
    var ownersOnly =
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
    Files.createDirectories(folder.resolve("data"), ownersOnly);
    Files.createDirectories(folder.resolve("tls"), ownersOnly);
    SelfSigned pair =
        SelfSigned.make(
            Common.world(), List.of(host.name(), domain.name(), "localhost"), CERTIFICATE_VALIDITY);
    secret(folder.resolve("tls/key.pem"), pair.key());
    secret(folder.resolve("tls/certificate.pem"), pair.certificate());
    Files.writeString(file, configuration(domain, host), StandardOpenOption.CREATE_NEW);
    return file;
  }

  /** Written by a file that was the owner's alone from its first moment. */
  private static void secret(Path file, String text) throws IOException {
    Files.deleteIfExists(file);
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(file, text);
  }

  private String configuration(Domain domain, Domain host) {
    StringBuilder out = new StringBuilder();
    out.append("# The Mailroad of ").append(domain).append(".\n");
    out.append("# Every key and its default: docs/configuration.md, or: ")
        .append(Hint.of("config show"))
        .append('\n');
    out.append("# Is it right? ").append(Hint.of("config check")).append("\n\n");
    out.append("hostname = ").append(Reference.scalar("hostname", host.name())).append('\n');
    out.append("data = \"data\"\n\n");
    out.append("[tls]\ncertificate = \"tls/certificate.pem\"\nkey = \"tls/key.pem\"\n");
    if (local) {
      out.append("\n[listen]\n");
      Reference.toml(ListenConfig.LOCAL).lines().forEach(line -> out.append(line).append('\n'));
    }
    return out.toString();
  }

  /**
   * What the store holds from the start.
   *
   * @param account the first one, with its password
   * @param keys by which the domain signs, once their records are published
   */
  private record Filled(JsonNode account, JsonNode keys) {}

  private static Filled fill(Path file, Domain domain, EmailAddress first) throws Exception {
    Logging.set(LogConfig.QUIET);
    NodeConfig config = ConfigFile.load(file, NodeConfig.DEFAULT);
    try (Access access = OfflineAccess.open(Common.world(), config, file)) {
      access.call("domain.add", Map.of("domain", domain.name()));
      JsonNode made = access.call("account.add", Map.of("address", first.toString()));
      for (String role : List.of("postmaster", "abuse")) {
        if (!role.equals(first.localPart())) {
          access.call(
              "alias.add", Map.of("alias", role + "@" + domain, "to", List.of(first.toString())));
        }
      }
      return new Filled(made, access.call("dkim.create", Map.of("domain", domain.name())));
    }
  }

  private static List<String> records(Domain domain, Domain host, Filled made) {
    List<String> out = new ArrayList<>(records(domain, host));
    made.keys().forEach(key -> out.add(Shown.text(key, "record")));
    return out;
  }

  private static List<String> records(Domain domain, Domain host) {
    return List.of(
        host + ". 3600 IN A <the IPv4 address of this server>",
        host + ". 3600 IN AAAA <its IPv6 address, if it has one>",
        domain + ". 3600 IN MX 10 " + host + ".",
        host + ". 3600 IN TXT \"v=spf1 a -all\"",
        domain + ". 3600 IN TXT \"v=spf1 mx -all\"",
        "_dmarc." + domain + ". 3600 IN TXT \"v=DMARC1; p=quarantine\"",
        "_submissions._tcp." + domain + ". 3600 IN SRV 0 1 465 " + host + ".",
        "_imaps._tcp." + domain + ". 3600 IN SRV 0 1 993 " + host + ".",
        "_pop3s._tcp." + domain + ". 3600 IN SRV 10 1 995 " + host + ".");
  }

  private static String story(
      Path file, Domain domain, Domain host, EmailAddress first, Filled made) {
    StringBuilder out = new StringBuilder();
    out.append("Wrote ").append(file).append(", with data/ and tls/ beside it.\n\n");
    out.append("First account: ").append(first).append('\n');
    out.append("Password:      ")
        .append(made.account().path("password").asString(""))
        .append("\n\n");
    out.append("Publish in DNS:\n");
    records(domain, host, made).forEach(record -> out.append("  ").append(record).append('\n'));
    out.append("and ask who gives you your address for the reverse: <address> IN PTR ")
        .append(host)
        .append(".\n\n");
    out.append("Next:\n");
    for (String next :
        List.of(
            "serve",
            "account add anna@" + domain,
            "explain " + first + " somebody@example.com",
            "queue list")) {
      out.append("  ").append(Hint.of(next)).append(" --config ").append(file).append('\n');
    }
    return out.toString();
  }
}
