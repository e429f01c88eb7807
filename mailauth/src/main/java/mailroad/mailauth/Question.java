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
 * @param content the octets exactly as they came, nothing of ours in front
 * @param header their header section
 */
public record Question(
    InetAddress client, String helo, ReversePath sender, Octets content, Header header) {}
