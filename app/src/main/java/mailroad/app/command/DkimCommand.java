package mailroad.app.command;

import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code mailroad dkim}: the keys by which domains sign their mail. */
@Command(
    name = "dkim",
    description = "The keys by which domains sign their mail (DKIM).",
    mixinStandardHelpOptions = true)
final class DkimCommand extends Group {
  @Command(name = "keys", description = "Lists keys.", mixinStandardHelpOptions = true)
  int keys(
      @Mixin Common common,
      @Parameters(paramLabel = "DOMAIN", arity = "0..1") @Nullable String domain)
      throws Exception {
    return common.run(
        "dkim.keys",
        about(domain),
        answer -> {
          Table table = new Table("DOMAIN", "SELECTOR", "ALGORITHM", "BITS", "STATE", "SINCE");
          answer.forEach(key -> {
            String since =
                Stream.of("retired", "used", "created")
                    .map(moment -> Shown.moment(key, moment))
                    .filter(moment -> !moment.isEmpty())
                    .findFirst()
                    .orElse("-");
            table.row(
                Shown.text(key, "domain"),
                Shown.text(key, "selector"),
                Shown.text(key, "algorithm"),
                key.path("bits").asInt(0),
                Shown.text(key, "state"),
                since);
          });
          return table.or("There are no keys.");
        });
  }

  @Command(
      name = "create",
      description = {
        "Makes keys for a domain, one by RSA and one by Ed25519, and shows the records to publish.",
        "Each is used as soon as DNS has it; where another is in use, after publish-before."
      },
      mixinStandardHelpOptions = true)
  int create(
      @Mixin Common common,
      @Parameters(paramLabel = "DOMAIN") String domain,
      @Option(names = "--algorithm", paramLabel = "NAME", description = "rsa or ed25519 alone")
          @Nullable String algorithm,
      @Option(names = "--use", description = "use them at once, whatever DNS has") boolean use)
      throws Exception {
    Map<String, Object> arguments = new HashMap<>(about(domain));
    arguments.put("use", use);
    Shown.put(arguments, "algorithm", algorithm);
    return common.run("dkim.create", arguments, answer -> "Publish:\n" + records(answer));
  }

  @Command(
      name = "records",
      description = "Shows the records that a domain is to publish, as lines of a zone file.",
      mixinStandardHelpOptions = true)
  int records(@Mixin Common common, @Parameters(paramLabel = "DOMAIN") String domain)
      throws Exception {
    return common.run("dkim.records", about(domain), DkimCommand::records);
  }

  @Command(
      name = "rotate",
      description = {
        "Puts the next keys of a domain to use, if DNS has them; where none wait, makes some to be published.",
        "The old ones sign no more, and stay published for a while."
      },
      mixinStandardHelpOptions = true)
  int rotate(
      @Mixin Common common,
      @Parameters(paramLabel = "DOMAIN") String domain,
      @Option(
              names = "--force",
              description = "use the next keys at once, those made now too, whatever DNS has")
          boolean force)
      throws Exception {
    Map<String, Object> arguments = new HashMap<>(about(domain));
    arguments.put("force", force);
    return common.run("dkim.rotate", arguments, answer -> lines(answer.path("done")));
  }

  @Command(
      name = "check",
      description = "Asks DNS whether it has a domain's keys.",
      mixinStandardHelpOptions = true)
  int check(@Mixin Common common, @Parameters(paramLabel = "DOMAIN") String domain)
      throws Exception {
    return common.run(
        "dkim.check",
        about(domain),
        answer -> {
          Table table = new Table("SELECTOR", "STATE", "DNS", "BECAUSE");
          answer.forEach(line ->
              table.row(
                  Shown.text(line.path("key"), "selector"),
                  Shown.text(line.path("key"), "state"),
                  Shown.text(line, "dns"),
                  Shown.text(line, "why")));
          return table.or(domain + " has no keys.");
        });
  }

  private static Map<String, Object> about(@Nullable String domain) {
    return domain == null ? Map.of() : Map.of("domain", domain);
  }

  private static String records(JsonNode keys) {
    StringBuilder out = new StringBuilder();
    keys.forEach(key -> out.append(Shown.text(key, "record")).append('\n'));
    return out.isEmpty() ? "There are no keys.\n" : out.toString();
  }

  private static String lines(JsonNode texts) {
    StringBuilder out = new StringBuilder();
    texts.forEach(line -> out.append(line.asString()).append('\n'));
    return out.toString();
  }
}
