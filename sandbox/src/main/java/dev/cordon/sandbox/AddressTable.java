package dev.cordon.sandbox;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/// Which addresses the proxy may connect to after a name was resolved: unicast that is routed in
/// the whole internet, and what a rule names by address.
///
/// @see <a href="https://www.iana.org/assignments/iana-ipv4-special-registry">IANA IPv4
///   special-purpose addresses</a>
/// @see <a href="https://www.iana.org/assignments/iana-ipv6-special-registry">IANA IPv6
///   special-purpose addresses</a>
final class AddressTable {
    private static final String[][] SPECIAL = {
        {"0.0.0.0/8", "this network"},
        {"10.0.0.0/8", "a private network"},
        {"100.64.0.0/10", "shared address space"},
        {"127.0.0.0/8", "loopback"},
        {"168.63.129.16/32", "a cloud metadata service"},
        {"169.254.0.0/16", "link-local, where cloud metadata services are"},
        {"172.16.0.0/12", "a private network"},
        {"192.0.0.0/24", "protocol assignments"},
        {"192.0.2.0/24", "documentation"},
        {"192.31.196.0/24", "AS112"},
        {"192.52.193.0/24", "AMT"},
        {"192.88.99.0/24", "6to4 relays"},
        {"192.168.0.0/16", "a private network"},
        {"192.175.48.0/24", "AS112"},
        {"198.18.0.0/15", "benchmarking"},
        {"198.51.100.0/24", "documentation"},
        {"203.0.113.0/24", "documentation"},
        {"224.0.0.0/4", "multicast"},
        {"240.0.0.0/4", "reserved"},
        {"2001::/23", "protocol assignments and tunnels"},
        {"2001:db8::/32", "documentation"},
        {"2002::/16", "6to4, which hides an IPv4 address"},
        {"2620:4f:8000::/48", "AS112"},
        {"3fff::/20", "documentation"},
    };
    private static final AddressRange GLOBAL_IPV6 = AddressRange.parse("2000::/3");

    private final List<Special> special;
    private final List<AddressRange> permitted;

    private record Special(AddressRange range, String what) {}

    /// @param permitted blocks that a rule names although they are not global
    AddressTable(List<AddressRange> permitted) {
        this.permitted = List.copyOf(permitted);
        this.special =
                java.util.Arrays.stream(SPECIAL)
                        .map(row -> new Special(AddressRange.parse(row[0]), row[1]))
                        .toList();
    }

    /// Why the address must not be dialled; empty if it may.
    ///
    /// @param own the addresses of this machine's interfaces, which nothing permits
    Optional<String> refusal(InetAddress address, List<InetAddress> own) {
        if (own.contains(address) || address.isLoopbackAddress()) {
            return Optional.of("an address of this machine");
        }
        for (AddressRange range : permitted) {
            if (range.contains(address)) {
                return Optional.empty();
            }
        }
        for (Special row : special) {
            if (row.range().contains(address)) {
                return Optional.of(row.what());
            }
        }
        boolean global = address instanceof Inet4Address || GLOBAL_IPV6.contains(address);
        return global ? Optional.empty() : Optional.of("not a globally routed IPv6 address");
    }
}
