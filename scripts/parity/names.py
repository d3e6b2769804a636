"""The names that models can use, as `swiftscan names` lists them, and those that are left out."""

import json
import subprocess

# Functions of JAX and Flax that no model on one machine has a use for, by the reason.
TEXTS = {
    "files, buffers and other libraries' arrays": """load save savez fromfile frombuffer fromiter
        fromstring from_dlpack frompyfunc""",
    "printing": """array_repr array_str get_printoptions printoptions set_printoptions
        print_environment_info print_saved_residuals pretty_repr tabulate breakpoint callback
        inspect_array_sharding visualize_array_sharding visualize_sharding log""",
    "derivatives": """grad value_and_grad vjp jvp jacfwd jacrev jacobian hessian linearize
        linear_transpose fwd_and_bwd custom_gradient closure_convert igamma_grad_a
        random_gamma_grad expm_frechet""",
    "several devices or processes": """all_gather all_to_all axis_index axis_size pbroadcast pcast
        pmax pmean pmin ppermute precv psend pshuffle psum psum_scatter pswapaxes ragged_all_to_all
        pmap shard_map smap make_mesh make_array_from_callback set_mesh reshard live_arrays
        make_array_from_process_local_data make_array_from_single_device_arrays
        device_count host_count host_id host_ids local_device_count process_count process_index
        process_indices copy_to_host_async get_partition_spec get_sharding get_logical_axis_rules
        logical_axis_rules logical_to_mesh logical_to_mesh_axes logical_to_mesh_sharding
        set_logical_axis_rules default_backend default_device""",
    "JAX's own settings, tokens and references": """allow_f16_reductions check_tracer_leaks
        array_garbage_collection_guard auto_pcast checking_leaks clear_caches debug_infs
        debug_key_reuse debug_nans default_prng_impl effects_barrier empty_ref enable_checks
        enable_custom_prng enable_x64 ensure_compile_time_eval explain_cache_misses free_ref
        jax2tf_associative_scan_reductions legacy_prng_key log_compiles make_jaxpr make_user_context
        new_ref no_execution no_tracing numpy_dtype_promotion numpy_rank_promotion freeze
        remove_size_one_mesh_axis_from_type softmax_custom_jvp thread_guard threefry_partitionable
        transfer_guard transfer_guard_device_to_device transfer_guard_device_to_host
        transfer_guard_host_to_device after_all create_token dce_sink stage pure_callback
        disable_named_call enable_named_call override_named_call check_trace_level current_trace
        composite""",
    "hardware of other kinds": """Fp8DirectDotGeneralOp Fp8DotGeneral Fp8DotGeneralOp Fp8Einsum
        NANOOFp8DotGeneralOp get_scaled_dot_general_config scaled_dot_general scaled_matmul
        scaled_dot rng_bit_generator rng_uniform""",
}

LEFT_OUT = {reason: text.split() for reason, text in TEXTS.items()}


def listed(swiftscan):
    """The entries of `swiftscan names --json`."""
    command = [swiftscan, "names", "--json"]
    output = subprocess.run(command, check=True, capture_output=True, text=True)
    return [json.loads(line) for line in output.stdout.splitlines()]
