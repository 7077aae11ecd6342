package dev.cordon.sandbox;

import java.util.Arrays;

/// The system calls that a confined command never gets, whatever their arguments.
///
/// @see <a
///   href="https://github.com/torvalds/linux/blob/master/arch/x86/entry/syscalls/syscall_64.tbl">
///   the numbers on x86_64</a>
/// @see <a
///   href="https://github.com/torvalds/linux/blob/master/include/uapi/asm-generic/unistd.h">the
///   numbers on aarch64</a>
final class DeniedCalls {
    /// Pairs of numbers: x86_64, aarch64; -1 where the call does not exist.
    private static final int[] NUMBERS = {
        // New namespaces bring back capabilities over a large part of the kernel.
        272, 97, // unshare
        308, 268, // setns
        // Mounts undo masks and reach the host's tree.
        165, 40, // mount
        166, 39, // umount2
        155, 41, // pivot_root
        161, 51, // chroot
        428, 428, // open_tree
        429, 429, // move_mount
        430, 430, // fsopen
        431, 431, // fsconfig
        432, 432, // fsmount
        433, 433, // fspick
        442, 442, // mount_setattr
        467, 467, // open_tree_attr
        // Handles open files by number, past the mount tree.
        303, 264, // name_to_handle_at
        304, 265, // open_by_handle_at
        // Memory and descriptors of other processes.
        310, 270, // process_vm_readv
        311, 271, // process_vm_writev
        312, 272, // kcmp
        438, 438, // pidfd_getfd
        279, 239, // move_pages
        // Kernel programs and events; io_uring makes file and socket calls that no filter sees.
        321, 280, // bpf
        298, 241, // perf_event_open
        323, 282, // userfaultfd
        300, 262, // fanotify_init
        301, 263, // fanotify_mark
        425, 425, // io_uring_setup
        426, 426, // io_uring_enter
        427, 427, // io_uring_register
        // Keyrings are shared with the host's session.
        248, 217, // add_key
        249, 218, // request_key
        250, 219, // keyctl
        // Modules, another kernel, power.
        175, 105, // init_module
        313, 273, // finit_module
        176, 106, // delete_module
        246, 104, // kexec_load
        320, 294, // kexec_file_load
        169, 142, // reboot
        // The state of the whole system.
        167, 224, // swapon
        168, 225, // swapoff
        163, 89, // acct
        179, 60, // quotactl
        443, 443, // quotactl_fd
        164, 170, // settimeofday
        227, 112, // clock_settime
        170, 161, // sethostname
        171, 162, // setdomainname
        103, 116, // syslog
        153, 58, // vhangup
        212, 18, // lookup_dcookie
        172, -1, // iopl
        173, -1, // ioperm
        154, -1, // modify_ldt
        134, -1, // uselib
        // Memory that neither Cordon nor the kernel can look into.
        447, 447, // memfd_secret
    };

    private DeniedCalls() {}

    /// The numbers on one architecture, without those that it lacks.
    static int[] numbers(Architecture architecture) {
        int[] numbers = new int[NUMBERS.length / 2];
        int count = 0;
        for (int i = 0; i < NUMBERS.length; i += 2) {
            int number = architecture.number(NUMBERS[i], NUMBERS[i + 1]);
            if (number >= 0) {
                numbers[count++] = number;
            }
        }
        return Arrays.copyOf(numbers, count);
    }
}
