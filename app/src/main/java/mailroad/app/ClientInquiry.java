package mailroad.app;

import java.net.InetAddress;
import mailroad.dns.Resolver;
import mailroad.guard.door.Inquiry;
import mailroad.kernel.ReversePath;
import mailroad.kernel.World;
import mailroad.mailauth.Iprev;
import mailroad.mailauth.IprevCheck;
import mailroad.mailauth.spf.SpfResult;
import mailroad.mailauth.spf.SpfVerifier;

/** What the door asks DNS about a client, by the code that mail is authenticated with. */
final class ClientInquiry implements Inquiry {
  private final SpfVerifier spf;
  private final IprevCheck iprev;

  ClientInquiry(World world, Resolver resolver, NodeConfig config) {
    this.spf = new SpfVerifier(world, resolver, config.mailauth().spf(), config.host());
    this.iprev = new IprevCheck(resolver, config.mailauth().namesMax());
  }

  @Override
  public Iprev reverse(InetAddress client) throws InterruptedException {
    return iprev.of(client);
  }

  @Override
  public SpfResult spf(InetAddress client, String helo, ReversePath sender)
      throws InterruptedException {
    return spf.mail(client, helo, sender);
  }
}
