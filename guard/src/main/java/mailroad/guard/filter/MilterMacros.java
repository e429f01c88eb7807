package mailroad.guard.filter;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import mailroad.guard.verdict.Suspect;
import mailroad.kernel.Domain;
import mailroad.kernel.EmailAddress;
import mailroad.mta.gate.Arriving;
import mailroad.smtp.Recipient;
import mailroad.smtp.server.Client;

/**
 * What milters are told besides the steps of a session, under the names that Sendmail gave it. A milter that names the
 * macros it wants gets these; others get what Sendmail sends.
 */
final class MilterMacros {
  /** What one milter of Sendmail's configuration knows at each step if nobody says otherwise, and a little more. */
  private static final Map<MilterStage, List<String>> USUAL =
      Map.of(
          MilterStage.CONNECT,
          List.of(
              "j",
              "_",
              "v",
              "{daemon_name}",
              "{daemon_addr}",
              "{daemon_port}",
              "{if_addr}",
              "{client_addr}",
              "{client_name}",
              "{client_ptr}",
              "{client_port}"),
          MilterStage.HELO,
          List.of("{tls_version}", "{cipher}"),
          MilterStage.MAIL,
          List.of(
              "i",
              "{auth_type}",
              "{auth_authen}",
              "{auth_author}",
              "{mail_mailer}",
              "{mail_host}",
              "{mail_addr}"),
          MilterStage.RCPT,
          List.of("{rcpt_mailer}", "{rcpt_host}", "{rcpt_addr}"),
          MilterStage.DATA,
          List.of("i"),
          MilterStage.END_OF_HEADER,
          List.of("i"),
          MilterStage.END,
          List.of("i"));

  private final Map<String, String> values = new LinkedHashMap<>();
  private final List<String> own;

  /**
   * The macros of a message.
   *
   * @param own those of the configuration, which count before the others and are told at once
   */
  MilterMacros(Suspect suspect, Domain hostname, Map<String, String> own) {
    this.own = List.copyOf(own.keySet());
    Arriving arriving = suspect.arriving();
    values.put("j", hostname.name());
    values.put("v", "Mailroad");
    values.put("i", arriving.id().value());
    values.put("{daemon_name}", daemon(suspect.direction()));
    arriving.client().ifPresent(client -> of(client, suspect));
    arriving.sender().mailbox().ifPresent(address -> of("mail", address));
    values.putIfAbsent("{mail_addr}", "");
    values.putAll(own);
  }

  /** By this name milters that sign tell mail that begins its way here, as they are told by others too. */
  private static String daemon(Suspect.Direction direction) {
    return switch (direction) {
      case INCOMING -> "MTA";
      case SUBMITTED -> "ORIGINATING";
    };
  }

  private void of(Client client, Suspect suspect) {
    String address = client.remote().getAddress().getHostAddress();
    Optional<Domain> name = suspect.authentication().flatMap(known -> known.iprev().name());
    String host = name.map(Domain::name).orElse("[" + address + "]");
    values.put("_", "%s [%s]".formatted(name.map(Domain::name).orElse("unknown"), address));
    values.put("{client_addr}", address);
    values.put("{client_name}", host);
    values.put("{client_ptr}", host);
    values.put("{client_port}", Integer.toString(client.remote().getPort()));
    values.put("{daemon_addr}", client.local().getAddress().getHostAddress());
    values.put("{daemon_port}", Integer.toString(client.local().getPort()));
    values.put("{if_addr}", client.local().getAddress().getHostAddress());
    client
        .tls()
        .ifPresent(tls -> {
          values.put("{tls_version}", tls.protocol());
          values.put("{cipher}", tls.cipher());
        });
    client
        .login()
        .ifPresent(login -> {
          // Which mechanism it was nobody asks, but whether there was one: opendkim signs by it.
          values.put("{auth_type}", "PLAIN");
          values.put("{auth_authen}", login.toString());
        });
    suspect
        .arriving()
        .envelope()
        .parameters()
        .auth()
        .flatMap(path -> path.mailbox())
        .ifPresent(author -> values.put("{auth_author}", author.toString()));
  }

  private void of(String what, EmailAddress address) {
    values.put("{%s_mailer}".formatted(what), "esmtp");
    values.put("{%s_host}".formatted(what), address.domain().name());
    values.put("{%s_addr}".formatted(what), address.toString());
  }

  /** From here on the macros of a recipient are known. */
  void recipient(Recipient recipient) {
    of("rcpt", recipient.address());
  }

  /** The macros for a step: names and values in turn, and none without a value. */
  byte[] data(MilterStage stage, MilterTerms terms) {
    List<String> names =
        new ArrayList<>(terms.wantedMacros(stage).orElse(USUAL.getOrDefault(stage, List.of())));
    if (stage == MilterStage.CONNECT) {
      own.stream().filter(name -> !names.contains(name)).forEach(names::add);
    }
    MilterPacket.Writer out = new MilterPacket.Writer().octet(stage.command());
    for (String name : names) {
      String value =
          values.get(name.length() > 1 && !name.startsWith("{") ? "{" + name + "}" : name);
      if (value != null) {
        out.text(name).text(value);
      }
    }
    return out.data();
  }
}
