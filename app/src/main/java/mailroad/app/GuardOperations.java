package mailroad.app;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import mailroad.app.admin.AdminException;
import mailroad.app.admin.Arguments;
import mailroad.app.admin.Operations;
import mailroad.guard.Guard;
import mailroad.journal.EventFields;
import mailroad.kernel.AddressRange;
import mailroad.kernel.EmailAddress;
import mailroad.kernel.Event;
import mailroad.kernel.QueueIds;
import mailroad.kernel.ReversePath;
import mailroad.kernel.World;
import mailroad.mime.Header;
import mailroad.mime.Octets;
import mailroad.mta.gate.Arriving;
import mailroad.mta.gate.Judgement;
import mailroad.smtp.Envelope;
import mailroad.smtp.MailParameters;
import mailroad.smtp.Recipient;
import mailroad.smtp.server.Client;
import mailroad.smtp.server.Hello;

/** What an administrator asks of the guard. */
final class GuardOperations {
  private static final int PORT = 25;

  private final World world;
  private final Guard guard;

  GuardOperations(World world, Guard guard) {
    this.world = world;
    this.guard = guard;
  }

  void addTo(Operations operations) {
    operations.add("guard.judge", this::judge);
  }

  /** What would become of a message, by the code that mail is judged by. Nothing is kept of it. */
  private Object judge(Arguments arguments) throws AdminException, InterruptedException {
    byte[] content = Base64.getDecoder().decode(arguments.text("content"));
    InetAddress ip =
        AddressRange.address(arguments.text("ip"))
            .orElseThrow(() -> new AdminException("--from must be an address such as 192.0.2.1"));
    String mail = arguments.text("mail");
    ReversePath sender =
        mail.isEmpty() || mail.equals("<>")
            ? new ReversePath.Nowhere()
            : ReversePath.of(arguments.address("mail"));
    List<Recipient> to = arguments.addresses("to").stream().map(Recipient::of).toList();
    Client client =
        new Client(
                new InetSocketAddress(ip, PORT),
                new InetSocketAddress(InetAddress.getLoopbackAddress(), PORT),
                new Hello.Ehlo(arguments.text("helo")),
                Optional.empty(),
                Optional.empty())
            .with(ConductWords.read(arguments.texts("conduct")));
    Event.Source source =
        new Event.Source.Smtp(
            client.remote(), client.hello().name(), client.protocol(false), "", Optional.empty());
    Judgement judgement =
        guard.consider(
            new Arriving(
                new QueueIds(world).next(),
                Optional.of(client),
                source,
                new Envelope(sender, MailParameters.NONE, to),
                Octets.of(content),
                0,
                Header.of(content),
                world.now()));
    return view(judgement);
  }

  private static Map<String, Object> view(Judgement judgement) {
    Map<String, Object> out = new LinkedHashMap<>();
    out.put("verdict", judgement.verdict().isEmpty() ? "nobody looks" : judgement.verdict());
    judgement.refusal().ifPresent(reply -> out.put("reply", reply.toString()));
    Map<String, String> placements = new LinkedHashMap<>();
    for (Recipient recipient : judgement.envelope().recipients()) {
      EmailAddress address = recipient.address();
      placements.put(
          address.toString(),
          judgement.refusal().isPresent()
              ? "refused"
              : judgement.placement(address).toString().toLowerCase(java.util.Locale.ROOT));
    }
    out.put("recipients", placements);
    out.put("fields", judgement.fields());
    out.put("why", EventFields.why(judgement.why()));
    out.put("text", judgement.why().toString());
    return out;
  }
}
