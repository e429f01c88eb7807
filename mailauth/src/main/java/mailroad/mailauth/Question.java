package mailroad.mailauth;

import java.net.InetAddress;
import mailroad.kernel.ReversePath;
import mailroad.mime.Header;
import mailroad.mime.Octets;

/**
 * A message of which is asked who it is from.
 *
 * @param client address of the host that sends it
 * @param helo the name that the host gave
 * @param sender the reverse-path
 * @param content the octets exactly as they came, nothing of ours in front ({@link Octets#after})
 * @param header their header section, read from its place in them; no {@linkplain Header#excerpt excerpt}
 */
public record Question(
    InetAddress client, String helo, ReversePath sender, Octets content, Header header) {}
